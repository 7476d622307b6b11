package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.projections.Feed;
import dev.eventfold.simulation.views.ExpectedViews;
import dev.eventfold.simulation.views.ProjectionFold;
import dev.eventfold.simulation.views.ViewFold;
import dev.eventfold.simulation.world.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the views of the restaurant must hold, by {@link Fold}. */
final class RestaurantFold implements ViewFold {

  private static final Duration AUDIT_IS_KEPT = Duration.ofDays(400);
  private static final int AUDIT_SHARDS = 8;
  private static final int ORDER_SHAPE = 2;

  private static final Set<String> TOLD =
      Set.of("menu-items", "customers", "orders", "orders-menu-items", "orders-customers", "audit");

  /** All other views. */
  private final ViewFold untold;

  RestaurantFold(Topology system, Topology next) {
    this.untold = new ProjectionFold(system, Optional.of(next)).of(view -> !TOLD.contains(view));
  }

  @Override
  public void fold(Journal journal, ExpectedViews views) {
    new Folded(views).fold(journal);
    untold.fold(journal, views);
  }

  @Override
  public Set<String> documents(Feed<?, ?> feed, RecordedEvent event) {
    return TOLD.contains(feed.view().collection())
        ? Fold.dishes(event).collect(Collectors.toSet())
        : untold.documents(feed, event);
  }

  @Override
  public boolean isFoundBy(String view, Map<String, Object> actual, Map<String, Object> expected) {
    var index = new HashMap<>(actual);
    // Whichever it is, as long as lists look there.
    boolean isSharded =
        !view.equals("audit")
            || index.remove("shard") instanceof Long shard && shard >= 0 && shard < AUDIT_SHARDS;
    return isSharded && index.equals(expected);
  }

  /** What a customer is found by. */
  private static Map<String, Object> found(ObjectNode customer) {
    return Map.of(
        "name",
        customer.get("name").asText(),
        "email",
        customer.get("email").asText().toLowerCase(Locale.ROOT));
  }

  /** What the events of one journal make. */
  private static final class Folded {

    private final ExpectedViews views;
    private final Map<String, Long> timesOrdered = new HashMap<>();

    Folded(ExpectedViews views) {
      this.views = views;
    }

    void fold(Journal journal) {
      journal.all().forEach(event -> audit(journal.stored(event)));
      journal.of("orders").forEach(this::order);
      each(journal.of("menu"), this::dish);
      each(journal.of("customers"), this::customer);
      timesOrdered.forEach(this::onlyOrdered);
    }

    private static void each(
        List<List<RecordedEvent>> streams, BiConsumer<String, List<RecordedEvent>> add) {
      streams.forEach(stream -> add.accept(stream.getFirst().stream(), stream));
    }

    private void put(
        String collection, String id, long version, ObjectNode body, Map<String, Object> index) {
      views.put(collection, new Document.Content(id, version, Optional.of(body), index));
    }

    private void order(List<RecordedEvent> stream) {
      var id = stream.getFirst().stream();
      var order = Fold.order(stream);
      put(
          "orders",
          id,
          stream.size(),
          order.put("$shape", ORDER_SHAPE),
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
                  views.put("menu-items-checkpoints", place);
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
      var index = new HashMap<>(views.get("menu-items", id).orElseThrow().index());
      index.put("active", dish.get("active").asBoolean());
      index.put("modifications", dish.get("modifications").asLong());
      var body = body(Optional.of(dish), ordered).put("$shape", NextDish.SHAPE);
      var next = new Document.Content(id, stream.size(), Optional.of(body), index);
      views.putNext("menu-items", next);
      if (Fold.count(stream, "menuItemBroughtBack") > 0) {
        // Nobody can have made the old shape of that.
        views.put("menu-items", next);
      }
    }

    private static ObjectNode body(Optional<ObjectNode> dish, long timesOrdered) {
      var body = JsonNodeFactory.instance.objectNode();
      dish.ifPresent(it -> body.set("item", it));
      return body.put("timesOrdered", timesOrdered);
    }

    /** One that was ordered and whose own events say nothing is counted, and not found. */
    private void onlyOrdered(String id, long ordered) {
      if (views.get("menu-items", id).isEmpty()) {
        put("menu-items", id, 0, body(Optional.empty(), ordered), Map.of());
        var body = body(Optional.empty(), ordered).put("$shape", NextDish.SHAPE);
        views.putNext("menu-items", new Document.Content(id, 0, Optional.of(body), Map.of()));
      }
    }

    private void customer(String id, List<RecordedEvent> stream) {
      put("customers", id, stream, Fold.customer(stream), RestaurantFold::found);
      put("orders-customers", id, stream, Fold.addresses(stream), copy -> Map.of());
    }

    private void put(
        String collection,
        String id,
        List<RecordedEvent> stream,
        Optional<ObjectNode> body,
        Function<ObjectNode, Map<String, Object>> index) {
      views.put(
          collection,
          new Document.Content(
              id, stream.size(), body.map(it -> it), body.map(index).orElse(Map.of())));
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
  }
}
