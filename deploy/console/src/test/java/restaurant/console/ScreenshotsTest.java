package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.eventfold.emulators.Needs;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Pictures of the console, in {@code target/screenshots}. */
@Needs(Needs.Tool.CHROMIUM)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScreenshotsTest {

  private static final Path FOLDER = Path.of("target/screenshots");

  private OpenConsole console;

  @BeforeAll
  void open() throws Exception {
    console = new OpenConsole();
  }

  @AfterAll
  void close() {
    console.close();
  }

  private static void take(Visit visit, String name) {
    visit.page().screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
  }

  private static Browser.NewContextOptions window(int width, int height, ColorScheme scheme) {
    return new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme);
  }

  @Test
  void takeThem() {
    try (var visit = console.visit(window(1200, 900, ColorScheme.LIGHT)).open("do")) {
      Orders.place(visit, "ann@example.com");
      take(visit, "order");
      visit.page().evaluate("scrollTo(0, 600)");
      take(visit, "time-travel");
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
      take(visit, "pipeline");
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
