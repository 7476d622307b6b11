package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.eventfold.emulators.Needs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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

  private static final String LETTERS = "**/local/deadletters";

  private static final String LOST =
      """
      {"items": [{"subscription": "menu-items", "topic": "menu-events",
                  "letters": 0, "orMore": false, "lost": 3, "redriven": 0, "items": []}]}""";

  /** Whether the page was told of a dead letter of each of these. */
  private static final String ALL_DEAD =
      """
      async ids => {
        const { live } = await import('/live.js')
        const dead = [...live.journeys.all.values()].filter(it => it.marks?.has('dead letter'))
        return ids.every(id => dead.some(it => it.event.aggregateId === id))
      }""";

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

  /** Letters come in crowds, and on emulators a look takes seconds. */
  @Test
  void manyLettersAreLookedAtTogetherAndDisturbNobody() throws Exception {
    var system = console.system();
    try (var visit = console.visit().open("look/local/deadletters")) {
      var page = visit.page();
      system.kill("menu-items");
      var letters = page.locator("[data-subscription=menu-items]");
      assertLists(letters, console.addDish("First"));
      var again = visit.control(AriaRole.BUTTON, "Publish those of menu-items again…");
      again.focus();

      var looks = new ArrayList<Route>();
      page.route(LETTERS, looks::add);
      var dishes = IntStream.range(0, 20).mapToObj(i -> console.addDish("Dish " + i)).toList();
      Waiting.until(
          () -> (boolean) page.evaluate(ALL_DEAD, dishes), () -> "not told of all", PATIENCE);
      assertEquals(1, looks.size(), "the page asks once, and again when that is answered");
      page.unroute(LETTERS);
      looks.getFirst().resume();
      dishes.forEach(dish -> assertLists(letters, dish));
      assertThat(again).isFocused();

      system.restart("menu-items");
      again.press("Enter");
      visit.control(AriaRole.BUTTON, "Publish again").press("Enter");
      assertThat(letters).isHidden();
      assertThat(visit.control(AriaRole.BUTTON, "Refresh")).isFocused();
    }
  }

  private static void assertLists(Locator letters, String dish) {
    assertThat(letters.locator("a[href='#/look/menu/%s']".formatted(dish))).isVisible();
  }

  @Test
  void whatThereWasNoRoomForIsSaid() {
    try (var visit = console.visit()) {
      var answer = new Route.FulfillOptions().setContentType("application/json").setBody(LOST);
      visit.page().route(LETTERS, route -> route.fulfill(answer));
      visit.open("look/local/deadletters");
      var letters = visit.page().locator("[data-subscription=menu-items]");
      assertThat(letters).containsText("3 older ones are gone");
      assertThat(letters.getByRole(AriaRole.BUTTON)).hasCount(0);
    }
  }
}
