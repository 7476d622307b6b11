package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Deliveries;

/** What is given up is seen, and what mends it. */
@Needs(Needs.Tool.CHROMIUM)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TroubleTest {

  private static final String GRACE = "reconciler.grace";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private OpenConsole console;

  @BeforeAll
  void open() throws Exception {
    System.setProperty(GRACE, "PT0S");
    console = new OpenConsole(new Deliveries.Manner(Chaos.NONE, 2));
  }

  @AfterAll
  void close() {
    console.close();
    System.clearProperty(GRACE);
  }

  @Test
  void aDeadLetterAndItsRepairAreShown() throws Exception {
    var system = console.system();
    try (var visit = console.visit().open("pipeline")) {
      system.kill("menu-items");
      console.addDish("Soup that nobody was told of");
      assertThat(visit.page().locator(".subscribers .dead")).containsText("menu-items dead letter");
      assertThat(visit.page().locator(".marks")).containsText("dead letter");

      system.restart("menu-items");
      var end = Instant.now().plus(PATIENCE);
      while (system.reconcile() == 0) {
        assertTrue(Instant.now().isBefore(end), "the reconciler has not found it");
      }
      assertThat(visit.page().locator(".journey.repair")).containsText("menu-items");
    }
  }
}
