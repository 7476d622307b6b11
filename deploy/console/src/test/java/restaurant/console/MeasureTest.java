package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import dev.eventfold.emulators.Needs;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import restaurant.local.SystemOnEmulators;
import restaurant.local.Waiting;
import restaurant.local.platform.Deliveries;

/** On emulators, Measure shows what Google would bill. */
@Needs({Needs.Tool.CHROMIUM, Needs.Tool.EMULATORS})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeasureTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private OpenConsole console;

  @BeforeAll
  void open() throws Exception {
    console = new OpenConsole(SystemOnEmulators.backend(), Deliveries.Manner.GOOD);
  }

  @AfterAll
  void close() {
    console.close();
  }

  private static Locator billed(Visit visit, String what) {
    return visit.page().locator("[data-billed='%s']".formatted(what));
  }

  private static double number(Visit visit, String what) {
    return Double.parseDouble(billed(visit, what).innerText().replace("$", ""));
  }

  private static void awaitAtLeast(Visit visit, String what, double least) {
    Waiting.until(
        () -> number(visit, what) >= least,
        () -> "%s: %s instead of %s".formatted(what, number(visit, what), least),
        PATIENCE);
  }

  @Test
  void aCommandRaisesWritesMessagesAndDollars() {
    try (var visit = console.visit().open("measure")) {
      billed(visit, "writes").waitFor();
      double writes = number(visit, "writes");
      double messages = number(visit, "messages");
      double dollars = number(visit, "dollars");
      console.addDish("Soup");
      // The event and its view at least; its trigger, itself, and two who follow it.
      awaitAtLeast(visit, "writes", writes + 2);
      awaitAtLeast(visit, "messages", messages + 2 + 1 + 2);
      awaitAtLeast(visit, "dollars", dollars + 2 * 0.0000009);
      assertThat(visit.page().getByText("Billed writes per second:")).isVisible();
    }
  }

  @Test
  void theTotalBeginsWhenThePageIsOpened() {
    try (var visit = console.visit().open("measure")) {
      billed(visit, "writes").waitFor();
      double before = number(visit, "writes");
      for (int i = 0; i < 20; i++) {
        console.addDish("Soup " + i);
      }
      awaitAtLeast(visit, "writes", before + 40);
      try (var later = console.visit().open("measure")) {
        billed(later, "writes").waitFor();
        double shown = number(later, "writes");
        assertTrue(shown < 40, () -> shown + " writes, most of them from before");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void axeFindsNothingAndAPhoneIsWideEnough(ColorScheme scheme) {
    var phone = new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(360, 740);
    try (var visit = console.visit(phone).open("measure")) {
      billed(visit, "dollars").waitFor();
      visit.assertFits();
      AccessibilityTest.assertClean(visit, "measure on emulators");
    }
  }
}
