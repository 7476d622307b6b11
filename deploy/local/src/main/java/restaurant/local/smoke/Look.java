package restaurant.local.smoke;

import java.util.Map;
import java.util.UUID;

/** What can be seen without leaving a trace: queries, and commands that are only tried. */
final class Look {

  private final Visitor visitor;

  Look(Visitor visitor) {
    this.visitor = visitor;
  }

  /**
   * @throws Unexpected something is not as it should be
   */
  void around() {
    tryTheMenu();
    tryCustomers();
    tryOrders();
    lookAt("/menu/items", "/menu/events/");
    lookAt("/customers", "/customers/events/");
    lookAt("/orders", "/orders/events/");
    lookAt("/audit", "");
  }

  private void tryTheMenu() {
    visitor.wouldBe(
        "menuItemAdded", Command.create("menu", "addMenuItem", Story.item("Soup", "6.00")));
    visitor.wouldBeRefused(
        422,
        "Description must be present. Price must be positive.",
        Command.create("menu", "addMenuItem", Story.item(" ", "0")));
    visitor.wouldBeRefused(
        404,
        "Menu item not found.",
        Command.change("menu", "removeMenuItem", Story.NOBODY, Map.of()));
  }

  private void tryCustomers() {
    var email = "guest-%s@example.com".formatted(UUID.randomUUID());
    visitor.wouldBe(
        "customerSignedUp",
        Command.create("customers", "signUpCustomer", Story.customer("Ann", email)));
    visitor.wouldBeRefused(
        422,
        "Email must be valid.",
        Command.create("customers", "signUpCustomer", Story.customer("Bo", "bo")));
    visitor.wouldBeRefused(
        404,
        "Customer not found.",
        Command.change("customers", "addAddress", Story.NOBODY, Story.address("home")));
  }

  private void tryOrders() {
    visitor.wouldBeRefused(
        404,
        "Customer not found.",
        Command.create("orders", "openOrder", Map.of("customerId", Story.NOBODY)));
    visitor.wouldBeRefused(
        404, "Order not found.", Command.change("orders", "placeOrder", Story.NOBODY, Map.of()));
  }

  /**
   * A list, and if there is anything in it, the view of that and its history.
   *
   * @param histories where these are; "" for what has none
   */
  private void lookAt(String views, String histories) {
    var items = visitor.looksAt(views + "?pageSize=1").path("items");
    if (!items.isArray()) {
      throw new Unexpected(views + " is no list");
    }
    for (var item : items) {
      var id = item.path("id").asText();
      if (!visitor.looksAt(views + "/" + id).path("id").asText().equals(id)) {
        throw new Unexpected("%s/%s shows something else".formatted(views, id));
      }
      if (!histories.isEmpty() && visitor.looksAt(histories + id).path("events").isEmpty()) {
        throw new Unexpected(histories + id + " has no events");
      }
    }
  }
}
