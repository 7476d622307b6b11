package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.events.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The documents that all views must hold after the events of a journal, and no others. */
final class Expected {

  private static final Duration AUDIT_IS_KEPT = Duration.ofDays(400);
  private static final int AUDIT_SHARDS = 8;

  private final Map<String, Map<String, Document.Content>> views = new HashMap<>();
  private final Map<String, Long> timesOrdered = new HashMap<>();

  /** Of the next version, by id. */
  private final Map<String, Document.Content> nextDishes = new HashMap<>();

  Expected(Journal journal) {
    // A view of a service that gets no commands here stays empty.
    Deployment.VIEWS.keySet().forEach(collection -> views.put(collection, new HashMap<>()));
    views.put("menu-items-checkpoints", new HashMap<>());
    journal.all().forEach(this::audit);
    journal.of("orders").forEach(this::order);
    each(journal.of("menu"), this::dish);
    each(journal.of("customers"), this::customer);
    timesOrdered.forEach(this::onlyOrdered);
  }

  private static void each(
      List<List<RecordedEvent>> streams, BiConsumer<String, List<RecordedEvent>> add) {
    streams.forEach(stream -> add.accept(stream.getFirst().stream(), stream));
  }

  /** By collection and id. */
  Map<String, Map<String, Document.Content>> views() {
    return views;
  }

  private void put(
      String collection, String id, long version, ObjectNode body, Map<String, Object> index) {
    var content = new Document.Content(id, version, Optional.of(body), index);
    views.get(collection).put(id, content);
  }

  private void order(List<RecordedEvent> stream) {
    var id = stream.getFirst().stream();
    var order = Fold.order(stream);
    put(
        "orders",
        id,
        stream.size(),
        order,
        Map.of(
            "customerId",
            order.get("customerId").asText(),
            "status",
            order.get("status").asText(),
            "openedAt",
            Instant.parse(order.get("openedAt").asText()),
            "total",
            cents(order.get("total"))));
    for (var event : stream) {
      Fold.dishes(event)
          .forEach(
              dish -> {
                timesOrdered.merge(dish, Fold.ordered(dish, event), Long::sum);
                var place = Document.Content.checkpoint("orders~" + id, event.version());
                views.get("menu-items-checkpoints").put(place.id(), place);
              });
    }
  }

  private void dish(String id, List<RecordedEvent> stream) {
    long ordered = timesOrdered.getOrDefault(id, 0L);
    var dish = Fold.dish(stream);
    put(
        "menu-items",
        id,
        stream.size(),
        body(Optional.of(dish), ordered),
        Map.of(
            "description",
            dish.get("description").asText(),
            "price",
            cents(dish.get("price")),
            "active",
            dish.get("active").asBoolean(),
            "timesOrdered",
            ordered));
    put("orders-menu-items", id, stream.size(), dish, Map.of());
    nextDish(id, stream, ordered);
  }

  private void nextDish(String id, List<RecordedEvent> stream, long ordered) {
    var dish = Fold.nextDish(stream);
    var index = new HashMap<>(views.get("menu-items").get(id).index());
    index.put("active", dish.get("active").asBoolean());
    index.put("modifications", dish.get("modifications").asLong());
    var body = body(Optional.of(dish), ordered).put("$shape", NextDish.SHAPE);
    nextDishes.put(id, new Document.Content(id, stream.size(), Optional.of(body), index));
    if (Fold.count(stream, "menuItemBroughtBack") > 0) {
      // Nobody can have made the old shape of that.
      views.get("menu-items").put(id, nextDishes.get(id));
    }
  }

  private static ObjectNode body(Optional<ObjectNode> dish, long timesOrdered) {
    var body = JsonNodeFactory.instance.objectNode();
    dish.ifPresent(it -> body.set("item", it));
    return body.put("timesOrdered", timesOrdered);
  }

  /** One that was ordered and whose own events say nothing is counted, and not found. */
  private void onlyOrdered(String id, long ordered) {
    if (!views.get("menu-items").containsKey(id)) {
      put("menu-items", id, 0, body(Optional.empty(), ordered), Map.of());
      var body = body(Optional.empty(), ordered).put("$shape", NextDish.SHAPE);
      nextDishes.put(id, new Document.Content(id, 0, Optional.of(body), Map.of()));
    }
  }

  private void customer(String id, List<RecordedEvent> stream) {
    var customer = Fold.customer(stream);
    put(
        "customers",
        id,
        stream.size(),
        customer,
        Map.of(
            "name",
            customer.get("name").asText(),
            "email",
            customer.get("email").asText().toLowerCase(Locale.ROOT)));
    put("orders-customers", id, stream.size(), Fold.addresses(stream), Map.of());
  }

  private void audit(RecordedEvent event) {
    put(
        "audit",
        event.id(),
        event.version(),
        Fold.auditEntry(event),
        Map.of(
            "service",
            event.service(),
            "type",
            event.type(),
            "aggregateId",
            event.stream(),
            "correlationId",
            event.metadata().correlationId(),
            "time",
            event.timestamp(),
            "expiresAt",
            event.timestamp().plus(AUDIT_IS_KEPT)));
  }

  private static long cents(JsonNode money) {
    return Fold.amount(money).movePointRight(2).longValueExact();
  }

  /** What a document has that it must not have, or lacks; empty when it is right. */
  Optional<String> difference(String collection, Document.Content actual) {
    var expected = (isNext(actual) ? nextDishes : views.get(collection)).get(actual.id());
    if (expected == null) {
      return Optional.of("no event speaks of it");
    }
    if (actual.version() != expected.version()) {
      return Optional.of("at %d instead of %d".formatted(actual.version(), expected.version()));
    }
    if (!isSame(actual.body(), expected.body())) {
      return Optional.of("%s instead of %s".formatted(actual.body(), expected.body()));
    }
    var index = new HashMap<>(actual.index());
    // Whichever it is, as long as lists look there.
    boolean isSharded =
        !collection.equals("audit")
            || index.remove("shard") instanceof Long shard && shard >= 0 && shard < AUDIT_SHARDS;
    return isSharded && index.equals(expected.index())
        ? Optional.empty()
        : Optional.of("found by %s instead of %s".formatted(actual.index(), expected.index()));
  }

  /** Whether the next version has given it its shape. */
  static boolean isNext(Document.Content content) {
    return content.body().filter(body -> body.has("$shape")).isPresent();
  }

  private static boolean isSame(Optional<JsonNode> a, Optional<JsonNode> b) {
    return a.isPresent() == b.isPresent() && (a.isEmpty() || isSame(a.get(), b.get()));
  }

  /** Whether both are the same JSON: an int here may be a long there. */
  static boolean isSame(JsonNode a, JsonNode b) {
    return a.equals(BY_VALUE, b);
  }

  private static final Comparator<JsonNode> BY_VALUE =
      (a, b) ->
          a.equals(b) || a.isNumber() && b.isNumber() && a.decimalValue().equals(b.decimalValue())
              ? 0
              : 1;
}
