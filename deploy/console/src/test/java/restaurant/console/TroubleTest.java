package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.eventfold.emulators.Needs;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import restaurant.local.Waiting;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

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
    console = new OpenConsole(Platform.Choice.MEMORY, new Deliveries.Manner(Chaos.NONE, 2));
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

  /** On a phone in the dark, by keys. */
  @Test
  void deadLettersArePublishedAgainOnceSomebodyConfirms() throws Exception {
    var system = console.system();
    var phone =
        new Browser.NewContextOptions().setViewportSize(360, 740).setColorScheme(ColorScheme.DARK);
    try (var visit = console.visit(phone).open("look/local/deadletters")) {
      var page = visit.page();
      system.kill("menu-items");
      var dish = console.addDish("Soup that comes late");
      var letters = page.locator("[data-subscription=menu-items]");
      assertThat(letters).containsText("menuItemAdded");
      assertThat(letters).containsText("can be read now: redrive it");
      visit.assertFits();
      system.restart("menu-items");

      var again = visit.control(AriaRole.BUTTON, "Publish those of menu-items again…");
      again.press("Enter");
      var dialog = page.getByRole(AriaRole.DIALOG);
      assertThat(dialog).containsText("They go to menu-events");
      assertThat(visit.control(AriaRole.BUTTON, "Cancel")).isFocused();
      AccessibilityTest.assertClean(visit, "the confirmation");
      page.keyboard().press("Escape");
      assertThat(dialog).isHidden();
      assertThat(letters).isVisible();

      again.press("Enter");
      page.keyboard().press("Tab");
      page.keyboard().press("Enter");
      // There is one from the other test, too, where that came first.
      assertThat(
              page.getByText(Pattern.compile("[12] of [12] dead letters? of menu-items published")))
          .isVisible();
      assertThat(letters).isHidden();
      Waiting.until(() -> console.hasDish(dish), () -> "it has not arrived", PATIENCE);
    }
  }
}
