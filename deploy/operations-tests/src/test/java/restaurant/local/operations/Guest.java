package restaurant.local.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import restaurant.local.Client;
import restaurant.local.Waiting;

/** Somebody who orders. */
final class Guest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Client client;
  private final String customer;
  private final String dish;

  /** One who has signed up just now. */
  Guest(Client client) {
    this.client = client;
    var name = "guest-" + UUID.randomUUID();
    this.customer =
        made(
            "customers",
            "{\"type\":\"signUpCustomer\",\"payload\":{\"name\":\"Ada\",\"email\":\"%s@example.org\"}}"
                .formatted(name));
    this.dish =
        made(
            "menu",
            "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Soup\",\"price\":\"6\"}}");
  }

  /** An order of one dish, not placed yet. */
  String opens() {
    var order =
        made(
            "orders",
            "{\"type\":\"openOrder\",\"payload\":{\"customerId\":\"%s\"}}".formatted(customer));
    tells(order, "addItemToOrder", "{\"menuItemId\":\"%s\",\"quantity\":1}".formatted(dish));
    return order;
  }

  String places() {
    var order = opens();
    tells(order, "placeOrder", "{}");
    return order;
  }

  private void tells(String order, String type, String payload) {
    made(
        "orders",
        "{\"type\":\"%s\",\"aggregateId\":\"%s\",\"payload\":%s}".formatted(type, order, payload));
  }

  /** Orders hear of customers and dishes soon. */
  private String made(String service, String command) {
    var key = UUID.randomUUID().toString();
    var last = new Client.Response[1];
    await(
        () -> {
          last[0] = client.command(service, command, "Idempotency-Key", key);
          return last[0].status() != 404 && last[0].status() != 503;
        },
        command);
    assertEquals(202, last[0].status(), last[0].body());
    return last[0].json().path("aggregateId").asText();
  }

  /** Until a field of a view says so. */
  void sees(String path, String field, String value) {
    await(
        () -> client.get(path).json().path(field).asText().equals(value),
        path + " " + field + " " + value);
  }

  /** Paid, confirmed, and with a receipt. */
  void isContent(String order) {
    sees("/payments/" + order, "receipt", "sent");
    sees("/payments/" + order, "status", "paid");
    sees("/orders/" + order, "status", "confirmed");
  }

  static void await(BooleanSupplier condition, String what) {
    Waiting.until(condition, () -> what, PATIENCE, Duration.ofMillis(100));
  }
}
