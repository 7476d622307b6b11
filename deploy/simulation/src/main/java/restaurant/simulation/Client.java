package restaurant.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Somebody with a list of wishes, and little patience. */
final class Client {

  private static final int TRIES = 6;
  private static final int MOST_WISHES = 10;

  /** Drawn after each wish, so that a run is shrunk by cutting wishes out. */
  private static final int WISHES_ON = 820;

  /** There is traffic before a rebuild, beside it, and after it. */
  private static final int MOST_WISHES_BESIDE = 25;

  private static final int WISHES_ON_BESIDE = 950;

  private static final int TOWARDS_A_MEAL = 500;

  /** What all clients know: what was there to be seen in the answers. */
  static final class Known {
    final List<String> items = new ArrayList<>();
    final List<String> customers = new ArrayList<>();
    final List<String> orders = new ArrayList<>();

    private final Map<String, Long> versions = new HashMap<>();

    void learn(String service, String id, long version) {
      if (!of(service).contains(id)) {
        of(service).add(id);
      }
      versions.merge(id, version, Math::max);
    }

    List<String> of(String service) {
      return switch (service) {
        case "menu" -> items;
        case "customers" -> customers;
        default -> orders;
      };
    }

    /** The last version that an answer told of; 0 where none did. */
    long version(String id) {
      return versions.getOrDefault(id, 0L);
    }

    boolean isNothing() {
      return versions.isEmpty();
    }
  }

  private static final List<String> PRICES = List.of("10", "12.50", "7.25", "-1");
  static final List<String> EMAILS =
      List.of("ann@example.org", "Ann@Example.org", "bob@example.org");
  private static final List<String> NICKNAMES = List.of("home", "work");

  private final String name;
  private final Choices choices;
  private final FaultRates rates;
  private final Counters counters;
  private final Journal journal;
  private final Known known;
  private final List<Intent> past = new ArrayList<>();
  private boolean hasWish = true;
  private int made;
  private Optional<Intent> current = Optional.empty();
  private int tries;
  private int underWay;

  Client(
      String name,
      Choices choices,
      FaultRates rates,
      Counters counters,
      Journal journal,
      Known known) {
    this.name = name;
    this.choices = choices;
    this.rates = rates;
    this.counters = counters;
    this.journal = journal;
    this.known = known;
  }

  /** Whether it would send something now. */
  boolean isReady() {
    return underWay == 0 && (current.isPresent() || hasWish);
  }

  /** What to send now: something new, the same again, or the same twice at once. */
  List<Intent> next() {
    if (current.isEmpty()) {
      tries = 0;
      current = Optional.of(wish());
      boolean isBeside = rates.hasRebuilds();
      hasWish =
          made < (isBeside ? MOST_WISHES_BESIDE : MOST_WISHES)
              && choices.chance(isBeside ? WISHES_ON_BESIDE : WISHES_ON);
      past.add(current.get());
    }
    tries++;
    var intent = current.orElseThrow();
    if (choices.chance(rates.rate(Fault.DOUBLE_SUBMIT))) {
      counters.add(Fault.DOUBLE_SUBMIT);
      underWay = 2;
      return List.of(intent, intent);
    }
    underWay = 1;
    return List.of(intent);
  }

  void over(Attempt attempt) {
    underWay--;
    if (attempt.isAccepted()) {
      known.learn(
          attempt.intent().service(),
          attempt.body().path("aggregateId").asText(),
          attempt.body().path("version").asLong());
    }
    if (current.isEmpty() || !current.get().equals(attempt.intent())) {
      return;
    }
    if (attempt.isConclusive()) {
      boolean again = choices.chance(rates.rate(Fault.LATE_REPEAT));
      if (again && tries < TRIES) {
        counters.add(Fault.LATE_REPEAT);
      } else {
        current = Optional.empty();
      }
    } else if (tries >= TRIES) {
      current = Optional.empty();
    }
  }

  private Intent wish() {
    return choices.chance(TOWARDS_A_MEAL) ? nextStep() : anything();
  }

  /** What brings a meal nearer: by chance alone, orders are hardly ever placed. */
  private Intent nextStep() {
    if (known.items.isEmpty()) {
      return addMenuItem();
    }
    if (known.customers.isEmpty()) {
      return signUp();
    }
    if (known.orders.isEmpty()) {
      return openOrder();
    }
    var last = List.of(known.orders.getLast());
    return switch (choices.below(4)) {
      case 0, 1 -> change("orders", "addItemToOrder", last, line());
      case 2 -> change("orders", "placeOrder", last, fields());
      default -> openOrder();
    };
  }

  private Intent anything() {
    var wishes = new ArrayList<Supplier<Intent>>();
    wishes.add(this::addMenuItem);
    wishes.add(this::signUp);
    if (!known.items.isEmpty()) {
      wishes.add(() -> change("menu", "modifyMenuItem", known.items, dish()));
      wishes.add(() -> change("menu", "removeMenuItem", known.items, fields()));
      if (rates.hasRollout()) {
        wishes.add(() -> change("menu", "bringBackMenuItem", known.items, fields()));
      }
    }
    if (!known.customers.isEmpty()) {
      wishes.add(() -> change("customers", "addAddress", known.customers, address()));
      wishes.add(this::openOrder);
      wishes.add(this::openOrder);
    }
    if (!known.orders.isEmpty()) {
      if (!known.items.isEmpty()) {
        wishes.add(() -> change("orders", "addItemToOrder", known.orders, line()));
        wishes.add(() -> change("orders", "addItemToOrder", known.orders, line()));
        wishes.add(() -> change("orders", "addItemToOrder", known.orders, line()));
      }
      wishes.add(() -> change("orders", "removeItemFromOrder", known.orders, lineId()));
      wishes.add(() -> change("orders", "addDeliveryAddressToOrder", known.orders, nickname()));
      wishes.add(() -> change("orders", "placeOrder", known.orders, fields()));
      wishes.add(() -> change("orders", "placeOrder", known.orders, fields()));
      wishes.add(() -> change("orders", "cancelOrder", known.orders, fields()));
    }
    return wishes.get(choices.below(wishes.size())).get();
  }

  private Intent addMenuItem() {
    return intent("menu", "addMenuItem", Optional.empty(), dish());
  }

  private Intent signUp() {
    var payload = fields().put("name", name).put("email", one(EMAILS));
    return intent("customers", "signUpCustomer", Optional.empty(), payload);
  }

  private Intent openOrder() {
    var payload = fields().put("customerId", one(known.customers));
    return intent("orders", "openOrder", Optional.empty(), payload);
  }

  private Intent change(String service, String type, List<String> aggregates, ObjectNode payload) {
    return intent(service, type, Optional.of(one(aggregates)), payload);
  }

  private ObjectNode dish() {
    return fields().put("description", "dish " + (made + 1)).put("price", one(PRICES));
  }

  private ObjectNode address() {
    return fields()
        .put("nickname", one(NICKNAMES))
        .put("street", "street of " + name)
        .put("city", "city")
        .put("postalCode", "" + (made + 1));
  }

  private ObjectNode line() {
    return fields().put("menuItemId", one(known.items)).put("quantity", choices.below(3) + 1);
  }

  private ObjectNode lineId() {
    return fields().put("orderItemId", "" + (choices.below(2) + 1));
  }

  private ObjectNode nickname() {
    return fields().put("nickname", one(NICKNAMES));
  }

  private static ObjectNode fields() {
    return Json.TOLERANT.createObjectNode();
  }

  private String one(List<String> of) {
    return of.get(choices.below(of.size()));
  }

  private Intent intent(
      String service, String type, Optional<String> aggregateId, ObjectNode payload) {
    var ifMatch = OptionalInt.empty();
    if (aggregateId.isPresent() && choices.chance(100)) {
      ifMatch = OptionalInt.of(Math.max(1, journal.length(aggregateId.get())));
    }
    made++;
    var key = "" + made;
    if (!past.isEmpty() && choices.chance(rates.rate(Fault.KEY_REUSED))) {
      counters.add(Fault.KEY_REUSED);
      key = past.get(choices.below(past.size())).key();
    }
    return new Intent(name + "-" + made, name, key, service, type, aggregateId, payload, ifMatch);
  }
}
