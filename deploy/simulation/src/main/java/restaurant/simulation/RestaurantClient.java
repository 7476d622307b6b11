package restaurant.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a client of the menu, of customers and of orders wants, from what all know. */
final class RestaurantClient {

  private static final int TOWARDS_A_MEAL = 500;
  private static final int ERASES = 300;

  private static final List<String> PRICES = List.of("10", "12.50", "7.25", "-1");
  static final List<String> EMAILS =
      List.of("ann@example.org", "Ann@Example.org", "bob@example.org");
  private static final List<String> NICKNAMES = List.of("home", "work");

  private final Turn turn;
  private final List<String> items;
  private final List<String> customers;
  private final List<String> orders;

  RestaurantClient(Turn turn) {
    this.turn = turn;
    this.items = turn.known().of("menu");
    this.customers = turn.known().of("customers");
    this.orders = turn.known().of("orders");
  }

  Command command() {
    return turn.choices().chance(TOWARDS_A_MEAL) ? nextStep() : anything();
  }

  /** What brings a meal nearer: by chance alone, orders are hardly ever placed. */
  private Command nextStep() {
    if (items.isEmpty()) {
      return addMenuItem();
    }
    if (customers.isEmpty()) {
      return signUp();
    }
    if (orders.isEmpty()) {
      return openOrder();
    }
    var last = List.of(orders.getLast());
    return switch (turn.choices().below(4)) {
      case 0, 1 -> change("orders", "addItemToOrder", last, line());
      case 2 -> change("orders", "placeOrder", last, fields());
      default -> openOrder();
    };
  }

  private Command anything() {
    var wishes = new ArrayList<Supplier<Command>>();
    wishes.add(this::addMenuItem);
    wishes.add(this::signUp);
    if (!items.isEmpty()) {
      wishes.add(() -> change("menu", "modifyMenuItem", items, dish()));
      wishes.add(() -> change("menu", "removeMenuItem", items, fields()));
      if (turn.mayMeetNext()) {
        wishes.add(() -> change("menu", "bringBackMenuItem", items, fields()));
      }
    }
    if (!customers.isEmpty()) {
      wishes.add(() -> change("customers", "addAddress", customers, address()));
      if (turn.choices().chance(ERASES)) {
        wishes.add(() -> change("customers", "eraseCustomer", customers, fields()));
      }
      wishes.add(this::openOrder);
      wishes.add(this::openOrder);
    }
    if (!orders.isEmpty()) {
      if (!items.isEmpty()) {
        wishes.add(() -> change("orders", "addItemToOrder", orders, line()));
        wishes.add(() -> change("orders", "addItemToOrder", orders, line()));
        wishes.add(() -> change("orders", "addItemToOrder", orders, line()));
      }
      wishes.add(() -> change("orders", "removeItemFromOrder", orders, lineId()));
      wishes.add(() -> change("orders", "addDeliveryAddressToOrder", orders, nickname()));
      wishes.add(() -> change("orders", "placeOrder", orders, fields()));
      wishes.add(() -> change("orders", "placeOrder", orders, fields()));
      wishes.add(() -> change("orders", "cancelOrder", orders, fields()));
    }
    return wishes.get(turn.choices().below(wishes.size())).get();
  }

  private Command addMenuItem() {
    return Command.creates("menu", "addMenuItem", dish());
  }

  private Command signUp() {
    var payload = fields().put("name", turn.client()).put("email", one(EMAILS));
    return Command.creates("customers", "signUpCustomer", payload);
  }

  private Command openOrder() {
    var payload = fields().put("customerId", one(customers));
    return Command.creates("orders", "openOrder", payload);
  }

  private Command change(String service, String type, List<String> aggregates, ObjectNode payload) {
    return Command.changes(service, type, one(aggregates), payload);
  }

  private ObjectNode dish() {
    return fields().put("description", "dish " + turn.number()).put("price", one(PRICES));
  }

  private ObjectNode address() {
    return fields()
        .put("nickname", one(NICKNAMES))
        .put("street", "street of " + turn.client())
        .put("city", "city")
        .put("postalCode", "" + turn.number());
  }

  private ObjectNode line() {
    return fields().put("menuItemId", one(items)).put("quantity", turn.choices().below(3) + 1);
  }

  private ObjectNode lineId() {
    return fields().put("orderItemId", "" + (turn.choices().below(2) + 1));
  }

  private ObjectNode nickname() {
    return fields().put("nickname", one(NICKNAMES));
  }

  private static ObjectNode fields() {
    return Json.TOLERANT.createObjectNode();
  }

  private String one(List<String> of) {
    return turn.one(of);
  }
}
