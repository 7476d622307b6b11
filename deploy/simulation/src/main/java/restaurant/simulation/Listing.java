package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.clients.Known;
import dev.eventfold.simulation.readers.Filter;
import dev.eventfold.simulation.readers.ReadModel;
import dev.eventfold.simulation.views.ExpectedViews;
import dev.eventfold.simulation.world.Journal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Where readers of the restaurant look, and what they must see there. */
enum Listing implements ReadModel {
  DISHES("menu", "/menu/items", "menu-items", "", "price", "description", "timesOrdered"),
  CUSTOMERS("customers", "/customers", "customers", "", "name", "email"),
  ORDERS("orders", "/orders", "orders", "-openedAt", "openedAt", "total"),
  AUDIT("audit", "/audit", "audit", "-time", "time");

  private final String service;
  private final String path;
  private final String view;
  private final String usualOrder;
  private final List<String> orders;

  Listing(String service, String path, String view, String usualOrder, String... orders) {
    this.service = service;
    this.path = path;
    this.view = view;
    this.usualOrder = usualOrder;
    this.orders = List.of(orders);
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String view() {
    return view;
  }

  @Override
  public List<String> sortFields() {
    return orders;
  }

  @Override
  public boolean hasOwnStreams() {
    return this != AUDIT;
  }

  /** All of them, the menu twice, because readers look there most. */
  static Stream<ReadModel> all() {
    return Stream.of(DISHES, ORDERS, DISHES, CUSTOMERS, AUDIT);
  }

  /** Whether one of them is of this view. */
  static boolean isToldOf(String view) {
    return Stream.of(values()).anyMatch(it -> it.view.equals(view));
  }

  @Override
  public OptionalInt refusal() {
    return switch (this) {
      case DISHES -> OptionalInt.empty();
      case AUDIT -> OptionalInt.of(403);
      case CUSTOMERS, ORDERS -> OptionalInt.of(404);
    };
  }

  @Override
  public Comparator<JsonNode> order(String orderBy, Journal journal) {
    var order = orderBy.isEmpty() ? usualOrder : orderBy;
    var field = order.replaceFirst("^-", "");
    Comparator<JsonNode> byId = Comparator.comparing(document -> document.get("id").asText());
    if (field.isEmpty()) {
      return byId;
    }
    var ascending =
        Comparator.<JsonNode, Comparable<Object>>comparing(document -> key(field, document))
            .thenComparing(byId);
    return order.startsWith("-") ? ascending.reversed() : ascending;
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> key(String field, JsonNode document) {
    Comparable<?> key =
        switch (field) {
          case "price", "total" -> Fold.amount(document.get(field));
          case "timesOrdered" -> BigDecimal.valueOf(document.get(field).asLong());
          case "openedAt" -> Instant.parse(document.get(field).asText());
          case "time" -> Instant.parse(document.get("timestamp").asText());
          case "email" -> document.get(field).asText().toLowerCase(Locale.ROOT);
          default -> document.get(field).asText();
        };
    return (Comparable<Object>) key;
  }

  @Override
  public Optional<ObjectNode> shown(Document document) {
    return document
        .body()
        .<ObjectNode>map(JsonNode::deepCopy)
        .flatMap(body -> this == DISHES ? dish(body) : Optional.of(body))
        .map(fields -> fields.put("id", document.id()).put("version", document.version()));
  }

  private static Optional<ObjectNode> dish(ObjectNode body) {
    return Optional.ofNullable((ObjectNode) body.get("item"))
        .map(item -> item.<ObjectNode>set("timesOrdered", body.get("timesOrdered")));
  }

  @Override
  public boolean isTrue(JsonNode shown, boolean isNext, boolean past, Journal journal) {
    ObjectNode fields = shown.deepCopy();
    var id = fields.remove("id").asText();
    int version = fields.remove("version").asInt();
    if (this == DISHES && !past) {
      long ordered = fields.remove("timesOrdered").asLong();
      if (ordered < 0 || ordered > ordered(id, journal)) {
        return false;
      }
    }
    return fold(id, version, isNext, journal)
        .filter(fold -> ExpectedViews.isSame(fold, fields))
        .isPresent();
  }

  @Override
  public boolean mayBeGone(String id, Journal journal) {
    return this == CUSTOMERS && Fold.count(journal.stream(service, id), "customerErased") > 0;
  }

  private static long ordered(String dish, Journal journal) {
    return journal.of("orders").stream()
        .flatMap(List::stream)
        .mapToLong(event -> Fold.ordered(dish, event))
        .sum();
  }

  private Optional<ObjectNode> fold(String id, int version, boolean isNext, Journal journal) {
    if (this == AUDIT) {
      return journal.all().stream()
          .filter(event -> event.id().equals(id) && event.version() == version)
          .map(event -> Fold.auditEntry(journal.stored(event)))
          .findFirst();
    }
    var stream = journal.stream(service, id);
    return version < 1 || version > stream.size()
        ? Optional.empty()
        : fold(stream.subList(0, version), isNext);
  }

  private Optional<ObjectNode> fold(List<RecordedEvent> past, boolean isNext) {
    return switch (this) {
      case DISHES -> isNext ? Optional.of(Fold.nextDish(past)) : oldDish(past);
      case CUSTOMERS -> Fold.customer(past);
      case ORDERS -> Optional.of(Fold.order(past));
      case AUDIT -> throw new IllegalStateException("an entry has one event");
    };
  }

  /** Nobody can show the old shape of what the next version has brought back. */
  private static Optional<ObjectNode> oldDish(List<RecordedEvent> past) {
    return Fold.count(past, "menuItemBroughtBack") == 0
        ? Optional.of(Fold.dish(past))
        : Optional.empty();
  }

  /** What was ordered of a dish, other streams say. */
  @Override
  public long outside(JsonNode shown) {
    return shown.path("timesOrdered").asLong();
  }

  @Override
  public Filter filter(Choices choices, Known known, Journal journal) {
    var customers = known.of("customers");
    return switch (this) {
      case DISHES -> equal("active", one(List.of("true", "false"), choices));
      case CUSTOMERS -> equal("email", one(RestaurantClient.EMAILS, choices));
      case ORDERS ->
          customers.isEmpty() || choices.chance(500)
              ? equal("status", one(List.of("open", "placed", "canceled"), choices))
              : equal("customerId", one(customers, choices));
      case AUDIT -> {
        var event = one(journal.all(), choices);
        yield switch (choices.below(4)) {
          case 0 -> equal("service", event.service());
          case 1 -> equal("type", event.type());
          case 2 -> equal("aggregateId", event.stream());
          default -> between(event.timestamp(), one(journal.all(), choices).timestamp());
        };
      }
    };
  }

  private static Filter equal(String field, String value) {
    return new Filter(Map.of(field, value), it -> it.path(field).asText().equalsIgnoreCase(value));
  }

  private static Filter between(Instant since, Instant until) {
    return new Filter(
        Map.of("since", since.toString(), "until", until.toString()),
        it -> {
          var time = Instant.parse(it.path("timestamp").asText());
          return !time.isBefore(since) && time.isBefore(until);
        });
  }

  private static <T> T one(List<T> of, Choices choices) {
    return of.get(choices.below(of.size()));
  }
}
