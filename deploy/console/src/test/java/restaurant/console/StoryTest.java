package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** A guest's order, by clicks alone. */
class StoryTest extends AtTheConsole {

  @Test
  void anOrderIsPlacedAndConfirmedByClicks() {
    try (var visit = console.visit().open("do")) {
      Orders.place(visit, "ann@example.com");
    }
  }

  @Test
  void theSliderShowsEachVersionAndWhatChanged() {
    try (var visit = console.visit().open("do")) {
      Orders.place(visit, "ben@example.com");

      var slider = visit.page().getByLabel("Version", null);
      var past = visit.page().locator(".past");
      assertThat(visit.page().locator("output")).hasText("Version 4 of 4: orderConfirmed");
      slider.press("ArrowLeft");
      assertThat(past).containsText("As it was at version 3");
      assertThat(past.locator(".changes")).containsText("status open placed");
      slider.press("Home");
      assertThat(slider).hasAttribute("aria-valuetext", "Version 1 of 4: orderOpened");
      assertThat(past).containsText("\"items\": []");
      visit.click(AriaRole.BUTTON, "2 itemAddedToOrder");
      assertThat(past.locator(".changes")).containsText("total.amount 0.00 20.00");
      assertThat(past).containsText("\"description\": \"Pepperoni\"");
    }
  }

  @Test
  void theAuditLogShowsAJourneyAcrossServices() {
    try (var visit = console.visit().open("do")) {
      Orders.place(visit, "cat@example.com");

      visit.click(AriaRole.BUTTON, "3 orderPlaced");
      assertThat(visit.page().locator(".past")).containsText("As it was at version 3");
      visit.click(AriaRole.LINK, "all that followed from the same intent");
      for (var type : new String[] {"orderPlaced", "paymentRequested", "orderConfirmed"}) {
        assertThat(visit.page().locator("tbody")).containsText(type);
      }
    }
  }

  @Test
  void allThatIsKeptOfACustomerIsShown() {
    try (var visit = console.visit().open("do")) {
      Orders.place(visit, "dan@example.com");

      visit.click(AriaRole.LINK, "Look");
      visit.click(AriaRole.LINK, "customers");
      visit.fill("email", "dan@example.com");
      visit.click(AriaRole.BUTTON, "Show");
      assertThat(visit.page().getByText("1 shown.")).isVisible();
      visit.page().locator("tbody a").click();
      visit.click(AriaRole.BUTTON, "Show everything that is kept");
      assertThat(visit.page().getByText("kept in")).containsText("views/customers");
    }
  }

  @Test
  void aCommandCanBeTriedRepeatedAndRefused() {
    try (var visit = console.visit().open("do/addMenuItem")) {
      visit.fill("price", "7.00");
      visit.click(AriaRole.BUTTON, "Send");
      assertThat(visit.answer(422)).containsText("Description must be present.");

      visit.fill("description", "Salami");
      visit.click(AriaRole.BUTTON, "As a dry run");
      assertThat(visit.answer(200)).containsText("menuItemAdded");

      visit.click(AriaRole.BUTTON, "Send it twice");
      assertThat(visit.answer(202)).isVisible();
      assertThat(visit.page().getByText("it took effect once")).isVisible();
      assertThat(visit.page().locator(".curl")).containsText("curl -s ");

      visit.choose("modifyMenuItem");
      visit.fill("description", "Salami, large");
      visit.fill("price", "9.00");
      visit.click(AriaRole.BUTTON, "With an old version");
      assertThat(visit.answer(412)).isVisible();
      visit.sendUntilAccepted();
    }
  }

  @Test
  void anExampleIsFilledInAndItsWayIsShown() {
    try (var visit = console.visit().open("do/addMenuItem")) {
      visit.click(AriaRole.BUTTON, "Fill in an example");
      visit.sendUntilAccepted();
      assertThat(visit.page().locator(".journey [data-hop=visible]")).hasClass("reached");
    }
  }

  @Test
  void whatSomebodyWroteIsShownAsText() {
    var dish = "<img src=x onerror=alert(1)>";
    var id = console.addDish(dish);
    try (var visit = console.visit().open("look/menu")) {
      assertThat(visit.page().locator("td").getByText(dish)).isVisible();
      visit.page().locator("a[href='#/look/menu/%s']".formatted(id)).click();
      assertThat(visit.page().locator(".changes")).containsText(dish);
      assertThat(visit.page().locator("main img")).hasCount(0);
    }
  }

  @Test
  void oneCanActAsSomebodyElse() {
    try (var visit = console.visit().open("do/addMenuItem")) {
      visit.click(AriaRole.BUTTON, "System: as cook");
      visit.click(AriaRole.BUTTON, "customer");
      visit.control(AriaRole.BUTTON, "System: as customer").waitFor();
      visit.fill("description", "Soup");
      visit.fill("price", "7.00");
      visit.click(AriaRole.BUTTON, "Send");
      assertThat(visit.answer(403)).isVisible();
    }
  }

  @Test
  void whoeverIsAtAVersionStaysThereWhenThereIsSomethingNewer() {
    var dish = console.addDish("Cold soup");
    try (var visit = console.visit().open("look/menu/" + dish)) {
      var page = visit.page();
      var version = visit.control(AriaRole.BUTTON, "1 menuItemAdded");
      assertThat(version).isVisible();
      var item = "**/menu/items/" + dish;
      var asked = new ArrayList<Route>();
      page.route(item, asked::add);
      page.waitForRequest(item, () -> console.changeDish(dish));
      version.focus();
      page.unroute(item);
      asked.forEach(Route::resume);
      assertThat(visit.control(AriaRole.BUTTON, "Refresh: there is something newer")).isVisible();
      assertThat(version).isFocused();
      visit.click(AriaRole.BUTTON, "Refresh: there is something newer");
      assertThat(visit.control(AriaRole.BUTTON, "2 menuItemModified")).isVisible();
    }
  }
}
