package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import restaurant.local.platform.Chaos;

/** What happens is seen as it happens. */
class PipelineTest extends AtTheConsole {

  private static final int TRIES = 5;

  /** The journey of what a command from elsewhere has added. */
  private Locator journey(Visit visit, String id) {
    return visit
        .page()
        .locator(".journey")
        .filter(
            new Locator.FilterOptions()
                .setHas(visit.page().locator("a[href='#/look/menu/%s']".formatted(id))));
  }

  private static void assertVisible(Locator journey) {
    assertThat(journey.locator("[data-hop=visible]")).hasClass("reached");
  }

  @Test
  void anEventIsSeenOnItsWayWithinASecond() {
    try (var visit = console.visit().open("pipeline")) {
      assertVisible(journey(visit, console.addDish("Warm-up")));
      var millis =
          IntStream.range(0, TRIES)
              .mapToLong(
                  i -> {
                    var id = console.addDish("Soup " + i);
                    long start = System.nanoTime();
                    assertVisible(journey(visit, id));
                    return (System.nanoTime() - start) / 1_000_000;
                  })
              .sorted()
              .toArray();
      System.out.printf("A command was seen through in %d ms (median).%n", millis[TRIES / 2]);
      assertTrue(millis[TRIES / 2] < 1_000, () -> millis[TRIES / 2] + " ms");
    }
  }

  @Test
  void eachHopHasItsTime() {
    try (var visit = console.visit().open("pipeline")) {
      var journey = journey(visit, console.addDish("Stew"));
      assertVisible(journey);
      assertThat(journey.locator(".hops .reached")).hasCount(5);
      assertThat(journey.locator(".hops")).containsText("ms");
      assertThat(journey.locator(".subscribers")).containsText(Pattern.compile("menu-items \\+"));
    }
  }

  @Test
  void whatHappenedBeforeThePageWasOpenedIsShown() {
    var id = console.addDish("Bread");
    try (var visit = console.visit().open("pipeline")) {
      assertVisible(journey(visit, id));
    }
  }

  @Test
  void aRefusalIsShownAndCounted() {
    try (var visit = console.visit().open("pipeline")) {
      console.addDish("");
      assertThat(visit.page().locator(".journey.refusal").first())
          .containsText("Description must be present.");
      visit.click(AriaRole.LINK, "Measure");
      assertThat(visit.page().locator(".bars")).containsText("Description must be present.");
    }
  }

  @Test
  void inMemoryNothingIsBilled() {
    try (var visit = console.visit().open("measure")) {
      assertThat(visit.page().getByText("This run does not count billed operations.")).isVisible();
      assertThat(visit.page().locator("[data-billed]")).hasCount(0);
    }
  }

  @Test
  void underChaosEverythingBecomesVisibleAllTheSame() {
    try (var visit = console.visit().open("pipeline")) {
      visit.click(AriaRole.SWITCH, "Chaos");
      assertThat(visit.page().getByText("Deliveries are bad")).isVisible();
      assertTrue(console.system().platform().deliveries().chaos().duplicate() > 0);

      var ids = IntStream.range(0, 10).mapToObj(i -> console.addDish("Dish " + i)).toList();
      ids.forEach(id -> assertVisible(journey(visit, id)));
      assertThat(visit.page().locator(".marks").first()).isVisible();

      visit.click(AriaRole.SWITCH, "Chaos");
      assertThat(visit.page().getByText("Deliveries are good.")).isVisible();
      assertEquals(Chaos.NONE, console.system().platform().deliveries().chaos());
    }
  }

  @Test
  void aFewCommandsAreSentAtOnce() {
    try (var visit = console.visit().open("pipeline")) {
      visit.click(AriaRole.BUTTON, "Send 10 commands");
      visit.click(AriaRole.LINK, "Look");
      assertThat(visit.page().locator("td[data-label=description]").getByText("Pepperoni"))
          .hasCount(10);
    }
  }

  @Test
  void whatIsPausedStands() {
    try (var visit = console.visit().open("pipeline")) {
      visit.click(AriaRole.BUTTON, "Pause");
      var id = console.addDish("Late");
      try (var second = console.visit().open("pipeline")) {
        assertVisible(journey(second, id));
      }
      assertThat(journey(visit, id)).hasCount(0);
      visit.click(AriaRole.BUTTON, "Go on");
      assertVisible(journey(visit, id));
    }
  }

  @Test
  void aListIsRefreshedByItself() {
    try (var visit = console.visit().open("look/menu")) {
      console.addDish("Fresh from the oven");
      assertThat(visit.page().locator("tbody")).containsText("Fresh from the oven");
    }
  }
}
