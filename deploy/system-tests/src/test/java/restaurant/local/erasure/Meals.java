package restaurant.local.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import restaurant.local.Client;
import restaurant.local.Waiting;

/** What guests do, over HTTP. Safe for many threads. */
record Meals(Client client) {

  static final Duration PATIENCE = Duration.ofSeconds(120);

  /** With an address: the id. */
  String signUp(Guest guest) {
    var id = accepted("customers", guest.signUp());
    accepted("customers", guest.addAddress(id, "home"));
    return id;
  }

  String dish(String description) {
    return accepted(
        "menu",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"%s\",\"price\":6}}"
            .formatted(description));
  }

  /** Of one dish, to where they live. */
  void order(String customer, String dish) {
    var order = eventually(change("openOrder", "", "\"customerId\":\"" + customer + "\""));
    eventually(
        change("addItemToOrder", order, "\"quantity\":1,\"menuItemId\":\"%s\"".formatted(dish)));
    eventually(change("addDeliveryAddressToOrder", order, "\"nickname\":\"home\""));
    eventually(change("placeOrder", order, ""));
  }

  /** Until so many orders have come to their ends. */
  void untilConfirmed(int orders) {
    until(
        () -> {
          var paid = client.get("/payments?status=paid").json().path("items");
          var confirmed = client.get("/orders?status=confirmed").json().path("items");
          return paid.findValues("receipt").size() == orders && confirmed.size() == orders;
        },
        orders + " orders are confirmed, and their receipts sent");
  }

  /** Until a customer is shown with the address. */
  void untilShown(String customer) {
    until(
        () -> client.get("/customers/" + customer).json().path("version").asInt() == 2,
        customer + " is shown");
  }

  private static String change(String type, String order, String payload) {
    var on = order.isEmpty() ? "" : ",\"aggregateId\":\"%s\"".formatted(order);
    return "{\"type\":\"%s\"%s,\"payload\":{%s}}".formatted(type, on, payload);
  }

  void erase(String customer) {
    accepted(
        "customers", "{\"type\":\"eraseCustomer\",\"aggregateId\":\"%s\"}".formatted(customer));
  }

  String accepted(String service, String body) {
    var answer = client.command(service, body);
    assertEquals(202, answer.status(), () -> body + " " + answer.body());
    return answer.json().path("aggregateId").asText();
  }

  /** Orders hear of guests and dishes soon. */
  private String eventually(String body) {
    var id = new AtomicReference<String>();
    until(
        () -> {
          var answer = client.command("orders", body);
          if (answer.status() == 202) {
            id.set(answer.json().path("aggregateId").asText());
          }
          return answer.status() == 202;
        },
        body);
    return id.get();
  }

  void until(BooleanSupplier condition, String what) {
    Waiting.until(condition, () -> what, PATIENCE, Duration.ofMillis(100));
  }
}
