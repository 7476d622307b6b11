package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.events.RecordedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What readers can look at, and what they must see there. */
enum Listing {
  DISHES("menu", "/menu/items", "menu-items", "", "price", "description", "timesOrdered"),
  CUSTOMERS("customers", "/customers", "customers", "", "name", "email"),
  ORDERS("orders", "/orders", "orders", "-openedAt", "openedAt", "total"),
  AUDIT("audit", "/audit", "audit", "-time", "time");

  private final String service;
  private final String path;
  private final String collection;
  private final String usualOrder;
  private final List<String> orders;

  Listing(String service, String path, String collection, String usualOrder, String... orders) {
    this.service = service;
    this.path = path;
    this.collection = collection;
    this.usualOrder = usualOrder;
    this.orders = List.of(orders);
  }

  String service() {
    return service;
  }

  String path() {
    return path;
  }

  String collection() {
    return collection;
  }

  /** The fields that it can be ordered by. */
  List<String> orders() {
    return orders;
  }

  /** Whether each document follows from one stream that is named as it is. */
  boolean hasOwnStreams() {
    return this != AUDIT;
  }

  /**
   * How documents follow each other in a list.
   *
   * @param orderBy as a client asks for it; empty for the usual order
   */
  Comparator<JsonNode> order(String orderBy) {
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

  /** What clients are shown of a stored document; empty while there is nothing to show. */
  Optional<ObjectNode> shown(Document document) {
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

  /**
   * Whether events say what is shown, at the version that it claims.
   *
   * @param isNext whether the next version shows it
   * @param past it is shown as it was, and so without what other streams have made of it
   */
  boolean isTrue(JsonNode shown, boolean isNext, boolean past, Journal journal) {
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
        .filter(fold -> Expected.isSame(fold, fields))
        .isPresent();
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
          .map(Fold::auditEntry)
          .findFirst();
    }
    var stream = journal.stream(id);
    return version < 1 || version > stream.size()
        ? Optional.empty()
        : fold(stream.subList(0, version), isNext);
  }

  private Optional<ObjectNode> fold(List<RecordedEvent> past, boolean isNext) {
    return switch (this) {
      case DISHES -> isNext ? Optional.of(Fold.nextDish(past)) : oldDish(past);
      case CUSTOMERS -> Optional.of(Fold.customer(past));
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
}
