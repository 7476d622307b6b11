package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** For whoever uses a keyboard, a screen reader, a phone, or the dark. */
class AccessibilityTest extends AtTheConsole {

  private static final int MOST_TABS = 80;

  private String dish;

  @BeforeAll
  void cook() {
    dish = console.addDish("Soup");
    console.addDish("");
  }

  private List<String> sections() {
    return List.of(
        "do/addMenuItem",
        "look/menu",
        "look/audit",
        "look/menu/" + dish,
        "look/local/processes",
        "look/local/deadletters",
        "pipeline",
        "measure");
  }

  private static Browser.NewContextOptions in(ColorScheme scheme) {
    return new Browser.NewContextOptions().setColorScheme(scheme);
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void axeFindsNothing(ColorScheme scheme) {
    for (var section : sections()) {
      try (var visit = console.visit(in(scheme)).open(section)) {
        assertClean(visit, section);
      }
    }
  }

  static void assertClean(Visit visit, String what) {
    var found = new AxeBuilder(visit.page()).analyze().getViolations();
    assertEquals(List.of(), found.stream().map(AccessibilityTest::words).toList(), what);
  }

  @Test
  void axeFindsNothingInWhatAppearsLater() {
    try (var visit = console.visit().open("do/addMenuItem")) {
      visit.click(AriaRole.BUTTON, "Fill in an example");
      visit.sendUntilAccepted();
      assertThat(visit.page().locator(".journey [data-hop=visible]")).hasClass("reached");
      assertClean(visit, "an answer");
      visit.click(AriaRole.BUTTON, "System: as cook");
      assertThat(visit.page().getByRole(AriaRole.DIALOG)).isVisible();
      assertClean(visit, "the dialog");
    }
  }

  private static String words(Rule rule) {
    return "%s (%s): %s".formatted(rule.getId(), rule.getImpact(), rule.getNodes().getFirst());
  }

  @ParameterizedTest
  @MethodSource("sections")
  void aPhoneIsWideEnough(String section) {
    try (var visit =
        console.visit(new Browser.NewContextOptions().setViewportSize(360, 740)).open(section)) {
      visit.assertFits();
    }
  }

  private Object background(ColorScheme scheme) {
    try (var visit = console.visit(in(scheme)).open("do")) {
      return visit.page().evaluate("getComputedStyle(document.body).backgroundColor");
    }
  }

  @Test
  void theDarkIsDark() {
    assertNotEquals(background(ColorScheme.LIGHT), background(ColorScheme.DARK));
  }

  /** Presses Tab until something of that name has the focus. */
  private static void tabTo(Page page, String name) {
    var focused =
        "() => { const at = document.activeElement;"
            + " return at.labels?.[0]?.textContent ?? at.textContent }";
    for (int i = 0; i < MOST_TABS; i++) {
      page.keyboard().press("Tab");
      if (name.equals(page.evaluate(focused))) {
        return;
      }
    }
    fail("Tab does not lead to " + name);
  }

  @Test
  void aKeyboardIsEnough() {
    try (var visit = console.visit().open("pipeline")) {
      var page = visit.page();
      tabTo(page, "Do");
      page.keyboard().press("Enter");
      assertThat(visit.control(AriaRole.HEADING, "addMenuItem")).isVisible();
      tabTo(page, "description");
      page.keyboard().type("Risotto");
      tabTo(page, "price");
      page.keyboard().type("11.00");
      tabTo(page, "Send");
      page.keyboard().press("Enter");
      assertThat(visit.answer(202)).isVisible();
      tabTo(page, "See what it changed");
      page.keyboard().press("Enter");
      assertThat(page.locator(".json").first()).containsText("Risotto");
      tabTo(page, "Version");
      page.keyboard().press("Home");
      assertThat(page.locator(".past")).containsText("As it was at version 1");
    }
  }

  @Test
  void theSkipButtonLeadsToTheContent() {
    try (var visit = console.visit().open("look/menu")) {
      visit.page().keyboard().press("Tab");
      assertThat(visit.control(AriaRole.BUTTON, "Skip to content")).isFocused();
      visit.page().keyboard().press("Enter");
      assertThat(visit.page().getByRole(AriaRole.MAIN)).isFocused();
    }
  }
}
