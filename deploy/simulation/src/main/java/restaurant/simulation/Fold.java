package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.events.RecordedEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What events amount to, told once more and by hand: JSON in, JSON out. Shares nothing with
 * projections, so that a wrong one is seen.
 */
final class Fold {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Fold() {}

  /** A dish without how often it was ordered, as far as the first version understands it. */
  static ObjectNode dish(List<RecordedEvent> menu) {
    var dish = JSON.objectNode();
    for (var event : menu) {
      switch (event.type()) {
        case "menuItemAdded" -> {
          dish.setAll((ObjectNode) event.payload());
          dish.put("active", true);
        }
        case "menuItemModified" -> dish.setAll((ObjectNode) event.payload());
        case "menuItemRemoved" -> dish.put("active", false);
        case "menuItemBroughtBack" -> {
          // Of the next version.
        }
        default -> throw unknown(event);
      }
    }
    dish.remove("slogan");
    return dish;
  }

  /** The same as the next version shows it. */
  static ObjectNode nextDish(List<RecordedEvent> menu) {
    var dish = dish(menu);
    Optional.ofNullable(menu.getFirst().payload().get("slogan"))
        .ifPresent(slogan -> dish.set("slogan", slogan));
    dish.put("modifications", count(menu, "menuItemModified"));
    return dish.put("active", count(menu, "menuItemRemoved") == count(menu, "menuItemBroughtBack"));
  }

  static long count(List<RecordedEvent> stream, String type) {
    return stream.stream().filter(event -> event.type().equals(type)).count();
  }

  /** Nothing of one who is erased. */
  static Optional<ObjectNode> customer(List<RecordedEvent> customer) {
    var first = customer.getFirst().payload();
    return addresses(customer)
        .map(
            addresses ->
                JSON.objectNode()
                    .<ObjectNode>set("name", first.get("name"))
                    .<ObjectNode>set("email", first.get("email"))
                    .setAll(addresses));
  }

  /** A customer's addresses, and no word of who it is. */
  static Optional<ObjectNode> addresses(List<RecordedEvent> customer) {
    if (count(customer, "customerErased") > 0) {
      return Optional.empty();
    }
    var addresses = JSON.arrayNode();
    for (var event : customer) {
      switch (event.type()) {
        case "customerSignedUp" -> addresses.removeAll();
        case "addressAdded" -> addresses.add(event.payload());
        default -> throw unknown(event);
      }
    }
    return Optional.of(JSON.objectNode().set("addresses", addresses));
  }

  static ObjectNode order(List<RecordedEvent> events) {
    var order = JSON.objectNode();
    var lines = new LinkedHashMap<String, ObjectNode>();
    for (var event : events) {
      var payload = event.payload();
      var line = payload.path("orderItemId").asText();
      var time = event.timestamp().toString();
      switch (event.type()) {
        case "orderOpened" -> {
          order.set("customerId", payload.get("customerId"));
          order.put("status", "open").put("openedAt", time);
        }
        case "itemAddedToOrder" -> lines.put(line, line(payload));
        case "itemRemovedFromOrder" -> lines.remove(line);
        case "deliveryAddressAddedToOrder" -> order.set("deliveryAddress", payload.get("address"));
        case "orderPlaced" -> order.put("status", "placed").put("placedAt", time);
        case "orderConfirmed" -> order.put("status", "confirmed").put("confirmedAt", time);
        case "orderCanceled" -> {
          order.put("status", "canceled").put("canceledAt", time);
          Optional.ofNullable(payload.get("reason"))
              .ifPresent(reason -> order.set("cancelReason", reason));
        }
        case "orderRefunded" -> order.put("refundedAt", time);
        default -> throw unknown(event);
      }
    }
    order.putArray("items").addAll(lines.values());
    var total =
        lines.values().stream()
            .map(line -> amount(line.get("subtotal")))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return order.set("total", dollars(total));
  }

  private static ObjectNode line(JsonNode added) {
    var each = amount(added.get("price"));
    var quantity = BigDecimal.valueOf(added.get("quantity").asLong());
    ObjectNode line = added.deepCopy();
    return line.set("subtotal", dollars(each.multiply(quantity)));
  }

  static BigDecimal amount(JsonNode money) {
    return new BigDecimal(money.get("amount").asText());
  }

  private static ObjectNode dollars(BigDecimal amount) {
    return JSON.objectNode().put("amount", "%.2f".formatted(amount)).put("currency", "USD");
  }

  static ObjectNode auditEntry(RecordedEvent event) {
    var metadata = event.metadata();
    var entry =
        JSON.objectNode()
            .put("service", event.service())
            .put("type", event.type())
            .put("aggregateId", event.stream())
            .put("timestamp", event.timestamp().toString());
    entry.set("payload", event.payload());
    entry
        .putObject("metadata")
        .put("commandId", metadata.commandId())
        .put("correlationId", metadata.correlationId())
        .put("causationId", metadata.causationId())
        .put("traceparent", metadata.traceparent())
        .put("actor", metadata.actor());
    return entry;
  }

  /** How many of a dish an event says were ordered. */
  static long ordered(String dish, RecordedEvent event) {
    long ordered = 0;
    for (var item : placed(event)) {
      ordered += item.get("menuItemId").asText().equals(dish) ? item.get("quantity").asLong() : 0;
    }
    return ordered;
  }

  /** The dishes that an event says were ordered. */
  static Stream<String> dishes(RecordedEvent event) {
    return placed(event).stream().map(item -> item.get("menuItemId").asText()).distinct();
  }

  private static List<JsonNode> placed(RecordedEvent event) {
    var items = new ArrayList<JsonNode>();
    if (event.type().equals("orderPlaced")) {
      event.payload().get("items").forEach(items::add);
    }
    return items;
  }

  private static IllegalStateException unknown(RecordedEvent event) {
    return new IllegalStateException("what does %s amount to?".formatted(event.type()));
  }
}
