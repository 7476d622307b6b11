package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotCaret;
import dev.eventfold.emulators.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/**
 * The pictures in {@code docs} show the page as it is. Each is taken anew, in {@code
 * target/screenshots}, and compared; with {@code -Dscreenshots.write=true} it becomes the one in
 * {@code docs}.
 */
@Needs({Needs.Tool.CHROMIUM, Needs.Tool.DEJAVU})
class ScreenshotsTest extends AtTheConsole {

  private static final Path TAKEN = Path.of("target/screenshots");
  private static final Path PUBLISHED = Path.of("docs");

  /** Ids and times become those of one day: all else is the system's. */
  private static final String SETTLE =
      """
      () => {
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        while (texts.nextNode()) {
          texts.currentNode.data = texts.currentNode.data
            .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '6f5d0f0e-1d7b-4bb5-8d2a-000000000001')
            .replace(/\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z/g, '2026-01-31T12:00:00.123456Z')
            .replace(/\\d+\\/\\d+\\/\\d{4}, [\\d:]+\\s[AP]M/g, '1/31/2026, 12:00:00 PM')
        }
      }\
      """;

  private static void compare(Visit visit, String name, boolean isWhole) throws IOException {
    var taken = TAKEN.resolve(name + ".png");
    var published = PUBLISHED.resolve(name + ".png");
    visit
        .page()
        .screenshot(
            new Page.ScreenshotOptions()
                .setPath(taken)
                .setFullPage(isWhole)
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setCaret(ScreenshotCaret.HIDE));
    if (Boolean.getBoolean("screenshots.write")) {
      Files.copy(taken, published, StandardCopyOption.REPLACE_EXISTING);
    }
    Picture.of(taken).assertLooksLike(Picture.of(published), taken.toString());
  }

  private static Browser.NewContextOptions window(int width, int height, ColorScheme scheme) {
    return new Browser.NewContextOptions()
        .setViewportSize(width, height)
        .setColorScheme(scheme)
        .setReducedMotion(ReducedMotion.REDUCE)
        .setLocale("en-US")
        .setTimezoneId("UTC");
  }

  @Test
  void timeTravelLooksAsPublished() throws IOException {
    try (var visit = console.visit(window(1000, 750, ColorScheme.LIGHT)).open("do")) {
      Orders.place(visit, "ann@example.com");
      visit.page().getByLabel("Version").press("ArrowLeft");
      assertThat(visit.page().locator(".changes")).containsText("placed");
      visit.page().locator(".timeline h3").evaluate("it => it.scrollIntoView()");
      visit.page().evaluate(SETTLE);
      compare(visit, "time-travel", false);
    }
  }

  /** The pipeline on a bad day that is the same each time. */
  private Visit onABadDay(Browser.NewContextOptions window) {
    var visit = console.visit(window);
    visit.page().addInitScript(Path.of("src/test/resources/restaurant/console/a-bad-day.js"));
    visit.open("pipeline");
    assertThat(visit.page().locator(".journey")).hasCount(6);
    return visit;
  }

  @Test
  void thePipelineLooksAsPublished() throws IOException {
    try (var visit = onABadDay(window(1000, 750, ColorScheme.LIGHT))) {
      compare(visit, "pipeline", false);
    }
  }

  @Test
  void thePipelineOfAPhoneInTheDarkLooksAsPublished() throws IOException {
    try (var visit = onABadDay(window(360, 740, ColorScheme.DARK))) {
      compare(visit, "pipeline-phone", true);
    }
  }
}
