package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/**
 * Pictures of the console, in {@code target/screenshots}; with {@code -Dscreenshots.write=true}, in
 * {@code docs} as well, where the README shows one.
 */
class ScreenshotsTest extends AtTheConsole {

  private static final Path FOLDER = Path.of("target/screenshots");

  /** A picture that documents show. */
  private static void publish(Visit visit, String name) throws IOException {
    take(visit, name);
    if (Boolean.getBoolean("screenshots.write")) {
      var picture = name + ".png";
      Files.copy(
          FOLDER.resolve(picture), Path.of("docs", picture), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void take(Visit visit, String name) {
    visit.page().screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
  }

  private static Browser.NewContextOptions window(int width, int height, ColorScheme scheme) {
    return new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme);
  }

  @Test
  void takeThem() throws IOException {
    try (var visit = console.visit(window(1000, 750, ColorScheme.LIGHT)).open("do")) {
      Orders.place(visit, "ann@example.com");
      take(visit, "order");
      visit.page().getByLabel("Version").press("ArrowLeft");
      assertThat(visit.page().locator(".changes")).containsText("placed");
      visit.page().locator(".timeline h3").evaluate("it => it.scrollIntoView()");
      publish(visit, "time-travel");
      visit.choose("addMenuItem");
      visit.fill("price", "7.00");
      visit.click(AriaRole.BUTTON, "Send");
      assertThat(visit.answer(422)).isVisible();
      take(visit, "refused");
      visit.click(AriaRole.LINK, "Pipeline");
      visit.click(AriaRole.SWITCH, "Chaos");
      for (int i = 0; i < 5; i++) {
        console.addDish("Soup " + i);
      }
      assertThat(visit.page().locator(".marks").first()).isVisible();
      publish(visit, "pipeline");
      visit.click(AriaRole.SWITCH, "Chaos");
      visit.click(AriaRole.LINK, "Measure");
      take(visit, "measure");
      visit.click(AriaRole.LINK, "Look");
      assertThat(visit.page().getByText("shown.")).isVisible();
      take(visit, "look");
    }
    try (var visit = console.visit(window(1200, 900, ColorScheme.DARK)).open("pipeline")) {
      assertThat(visit.page().locator(".journey").first()).isVisible();
      take(visit, "pipeline-dark");
    }
    try (var visit = console.visit(window(360, 740, ColorScheme.DARK)).open("pipeline")) {
      assertThat(visit.page().locator(".journey").first()).isVisible();
      take(visit, "pipeline-phone");
      visit.click(AriaRole.LINK, "Look");
      assertThat(visit.page().getByText("shown.")).isVisible();
      take(visit, "look-phone");
      visit.click(AriaRole.LINK, "Do");
      take(visit, "do-phone");
    }
  }
}
