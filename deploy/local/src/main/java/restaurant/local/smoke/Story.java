package restaurant.local.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import restaurant.local.bank.Bank;

/**
 * One evening at the restaurant: a menu is written, a guest signs up and orders, and on the way
 * everybody tries everything that is forbidden.
 */
final class Story {

  static final String NOBODY = "nobody-has-this-id";

  private final Visitor visitor;
  private final boolean hasBank;
  private final List<String> types = new ArrayList<>();

  /**
   * @param hasBank whether guests are charged by the bank at home, which does as amounts say
   */
  Story(Visitor visitor, boolean hasBank) {
    this.visitor = visitor;
    this.hasBank = hasBank;
  }

  /**
   * @throws Unexpected something is not as it should be
   */
  void tell() {
    var pizza = addItem("Pepperoni", "10.00");
    var pasta = addItem("Carbonara", "12.50");
    var soup = addItem("Minestrone", "6.00");
    onTheMenu("modifyMenuItem", pizza, item("Pepperoni, large", "14.50"));
    onTheMenu("removeMenuItem", soup, Map.of());
    breakTheRulesOfTheMenu(soup);

    var email = "guest-%s@example.com".formatted(UUID.randomUUID());
    var guest =
        accepted("/customers", create("customers", "signUpCustomer", customer("Ann", email)));
    accepted("/customers", Command.change("customers", "addAddress", guest, address("home")));
    breakTheRulesOfCustomers(guest, email);

    var order = accepted("/orders", create("orders", "openOrder", Map.of("customerId", guest)));
    visitor.refused(
        409, "Order must have at least one item.", onOrder("placeOrder", order, Map.of()));
    visitor.acceptableSoon(
        "orders have heard of the new price",
        onOrder("addItemToOrder", order, line(pizza, 2)),
        answer -> answer.at("/events/0/payload/description").asText().endsWith("large"));
    accepted("/orders", onOrder("addItemToOrder", order, line(pizza, 2)));
    accepted("/orders", onOrder("addItemToOrder", order, line(pasta, 1)));
    accepted("/orders", onOrder("addItemToOrder", order, line(pizza, 3)));
    accepted("/orders", onOrder("removeItemFromOrder", order, Map.of("orderItemId", "2")));
    accepted("/orders", onOrder("addDeliveryAddressToOrder", order, Map.of("nickname", "home")));
    breakTheRulesOfOrders(order, pizza, soup);
    accepted("/orders", onOrder("placeOrder", order, Map.of()));
    visitor.refused(409, "Order must be open.", onOrder("addItemToOrder", order, line(pizza, 1)));
    visitor.refused(409, "Order must be open.", onOrder("cancelOrder", order, Map.of()));

    var second = accepted("/orders", create("orders", "openOrder", Map.of("customerId", guest)));
    accepted("/orders", onOrder("addItemToOrder", second, line(pasta, 9)));
    accepted("/orders", onOrder("cancelOrder", second, Map.of()));

    checkViews(guest, order, second, pizza, pasta);
    visitor.await(
        "the placed order is to be paid",
        "/payments/" + order,
        view -> view.at("/amount/amount").asText().equals("72.50"));
    if (hasBank) {
      checkPayments(guest, order);
    }
    checkAudit();
  }

  /** One is paid, one is refused, and of one nothing is heard in time. */
  private void checkPayments(String guest, String paid) {
    var refused = placed(guest, "Fish", "8" + Bank.REFUSED);
    var silent = placed(guest, "Steak", "30" + Bank.SILENT);
    awaitOrder("the order is paid and confirmed", paid, "confirmed", "");
    awaitPayment("the payment has a receipt", paid, "paid", "/receipt", "sent");
    awaitOrder(
        "the order whose payment is refused is canceled",
        refused,
        "canceled",
        "Payment was refused: Card declined.");
    awaitPayment("the refusal is kept", refused, "refused", "/reason", "Card declined.");
    awaitOrder(
        "the order that nobody answers for is canceled in time",
        silent,
        "canceled",
        "Payment was not answered in time.");
    awaitPayment("the payment timed out", silent, "timedOut", "/receipt", "");
  }

  private String placed(String guest, String dish, String price) {
    var item = addItem(dish, price);
    var order = accepted("/orders", create("orders", "openOrder", Map.of("customerId", guest)));
    visitor.acceptableSoon(
        "orders have heard of the " + dish.toLowerCase(Locale.ROOT),
        onOrder("addItemToOrder", order, line(item, 1)),
        answer -> answer.path("events").size() == 1);
    accepted("/orders", onOrder("addItemToOrder", order, line(item, 1)));
    accepted("/orders", onOrder("placeOrder", order, Map.of()));
    return order;
  }

  private void awaitOrder(String what, String order, String status, String reason) {
    visitor.await(
        what,
        "/orders/" + order,
        view ->
            view.path("status").asText().equals(status)
                && view.path("cancelReason").asText("").equals(reason));
  }

  private void awaitPayment(String what, String order, String status, String at, String value) {
    visitor.await(
        what,
        "/payments/" + order,
        view ->
            view.path("status").asText().equals(status) && view.at(at).asText("").equals(value));
  }

  private void breakTheRulesOfTheMenu(String removed) {
    visitor.refused(
        422,
        "Description must be present. Price must be positive.",
        create("menu", "addMenuItem", item(" ", "0")));
    visitor.refused(
        409, "Item is inactive.", Command.change("menu", "removeMenuItem", removed, Map.of()));
    visitor.refused(
        404, "Menu item not found.", Command.change("menu", "removeMenuItem", NOBODY, Map.of()));
  }

  private void breakTheRulesOfCustomers(String guest, String email) {
    visitor.refused(
        422, "Email must be valid.", create("customers", "signUpCustomer", customer("Bo", "bo")));
    visitor.refused(
        409,
        "Email is already taken.",
        create("customers", "signUpCustomer", customer("Bo", email.toUpperCase(Locale.ROOT))));
    visitor.refused(
        409,
        "Address nickname must be unique.",
        Command.change("customers", "addAddress", guest, address("home")));
    visitor.refused(
        404,
        "Customer not found.",
        Command.change("customers", "addAddress", NOBODY, address("home")));
  }

  private void breakTheRulesOfOrders(String order, String pizza, String removed) {
    visitor.refused(
        404, "Customer not found.", create("orders", "openOrder", Map.of("customerId", NOBODY)));
    visitor.refused(404, "Order not found.", onOrder("placeOrder", NOBODY, Map.of()));
    visitor.refused(
        422, "Quantity must be at least one.", onOrder("addItemToOrder", order, line(pizza, 0)));
    visitor.refused(404, "Menu item not found.", onOrder("addItemToOrder", order, line(NOBODY, 1)));
    visitor.refusedSoon(
        409, "Item is inactive.", onOrder("addItemToOrder", order, line(removed, 1)));
    visitor.refused(
        404,
        "Order item not found.",
        onOrder("removeItemFromOrder", order, Map.of("orderItemId", "2")));
    visitor.refused(
        404,
        "Address not found.",
        onOrder("addDeliveryAddressToOrder", order, Map.of("nickname", "the moon")));
  }

  private void checkViews(String guest, String order, String second, String pizza, String pasta) {
    visitor.await(
        "the order is placed, at the prices that were asked",
        "/orders/" + order,
        view ->
            List.of("placed", "confirmed").contains(view.path("status").asText())
                && view.at("/total/amount").asText().equals("72.50")
                && view.at("/deliveryAddress/nickname").asText().equals("home"));
    visitor.await(
        "the guest's orders are both there, the newest first",
        "/orders?customerId=" + guest,
        list -> texts(list.path("items"), "id").equals(List.of(second, order)));
    visitor.await(
        "the pizza was ordered five times",
        "/menu/items/" + pizza,
        view -> view.path("timesOrdered").asLong() == 5);
    visitor.await(
        "the pasta was not: removed here, canceled there",
        "/menu/items/" + pasta,
        view -> view.path("timesOrdered").asLong() == 0);
  }

  private void checkAudit() {
    visitor.await(
        "the log tells the whole story in order",
        "/audit?orderBy=time&pageSize=100&correlationId=" + visitor.journey(),
        log -> byClients(log.path("items")).equals(types));
  }

  /** What no service has done by itself. */
  private static List<String> byClients(JsonNode items) {
    return items
        .valueStream()
        .filter(item -> !item.at("/metadata/actor").asText().startsWith("service:"))
        .map(item -> item.path("type").asText())
        .toList();
  }

  private static List<String> texts(JsonNode list, String field) {
    var texts = new ArrayList<String>();
    list.forEach(entry -> texts.add(entry.path(field).asText()));
    return texts;
  }

  private String addItem(String description, String price) {
    return accepted("/menu/items", create("menu", "addMenuItem", item(description, price)));
  }

  private void onTheMenu(String type, String id, Map<String, ?> payload) {
    accepted("/menu/items", Command.change("menu", type, id, payload));
  }

  /** The aggregate's id. */
  private String accepted(String views, Command command) {
    var answer = visitor.accepted(views, command);
    types.addAll(texts(answer.path("events"), "type"));
    return answer.path("aggregateId").asText();
  }

  private static Command create(String service, String type, Map<String, ?> payload) {
    return Command.create(service, type, payload);
  }

  private static Command onOrder(String type, String order, Map<String, ?> payload) {
    return Command.change("orders", type, order, payload);
  }

  static Map<String, ?> item(String description, String price) {
    return Map.of("description", description, "price", price);
  }

  static Map<String, ?> customer(String name, String email) {
    return Map.of("name", name, "email", email);
  }

  static Map<String, ?> address(String nickname) {
    return Map.of(
        "nickname", nickname, "street", "1 Main St", "city", "Springfield", "postalCode", "12345");
  }

  private static Map<String, ?> line(String menuItemId, int quantity) {
    return Map.of("menuItemId", menuItemId, "quantity", quantity);
  }
}
