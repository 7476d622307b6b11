package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;

/** A guest's order, by clicks alone. */
final class Orders {

  private Orders() {}

  /** Up to an order that the bank has confirmed, shown in Look. */
  static void place(Visit visit, String email) {
    visit.choose("addMenuItem");
    visit.fill("description", "Pepperoni");
    visit.fill("price", "10.00");
    visit.sendUntilAccepted();
    visit.choose("signUpCustomer");
    visit.fill("name", "Ann");
    visit.fill("email", email);
    visit.sendUntilAccepted();
    visit.choose("openOrder");
    visit.sendUntilAccepted();
    visit.choose("addItemToOrder");
    visit.fill("quantity", "2");
    visit.sendUntilAccepted();
    visit.choose("placeOrder");
    visit.sendUntilAccepted();
    visit.click(AriaRole.LINK, "See what it changed");
    assertThat(visit.page().locator(".json").first()).containsText("\"status\": \"confirmed\"");
  }
}
