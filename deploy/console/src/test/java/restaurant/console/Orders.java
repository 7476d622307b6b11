package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;

/** A guest's order, by clicks alone. */
final class Orders {

  private Orders() {}

  /** Up to an order that the bank has confirmed, shown in Look. */
  static void place(Visit visit, String email) {
    order(visit, email, "10.00", 2);
    visit.click(AriaRole.LINK, "See what it changed");
    assertThat(visit.page().locator(".json").first()).containsText("\"status\": \"confirmed\"");
  }

  /** Up to an order that waits for the bank. */
  static void order(Visit visit, String email, String price, int quantity) {
    visit.choose("addMenuItem");
    visit.fill("description", "Pepperoni");
    visit.fill("price", price);
    visit.sendUntilAccepted();
    visit.choose("signUpCustomer");
    visit.fill("name", "Ann");
    visit.fill("email", email);
    visit.sendUntilAccepted();
    visit.choose("openOrder");
    visit.sendUntilAccepted();
    visit.choose("addItemToOrder");
    visit.fill("quantity", Integer.toString(quantity));
    visit.sendUntilAccepted();
    visit.choose("placeOrder");
    visit.sendUntilAccepted();
  }
}
