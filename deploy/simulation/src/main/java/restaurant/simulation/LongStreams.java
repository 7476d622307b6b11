package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Write;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.world.Past;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import restaurant.system.Restaurant;

/** Streams of a dish and of an order with which a run may begin. */
final class LongStreams {

  static final String DISH = "00000000-0000-4000-8000-00000000000a";
  static final String ORDER = "00000000-0000-4000-8000-00000000000b";

  /** Around a snapshot, and more than a projector reads in one step. */
  private static final int[] LENGTHS = {97, 98, 99, 104, 130, 198};

  private static final List<RecordedEvent> DISHES = dishes(198);
  private static final List<RecordedEvent> ORDERS = orders(198);
  private static final List<Write> DISHES_LOGGED = Past.logged(Restaurant.SYSTEM, DISHES);
  private static final List<Write> ORDERS_LOGGED = Past.logged(Restaurant.SYSTEM, ORDERS);

  private LongStreams() {}

  static Past one(Choices choices) {
    int length = LENGTHS[choices.below(LENGTHS.length)];
    return switch (choices.below(3)) {
      case 0 -> of(DISHES, length, DISHES_LOGGED, List.of());
      case 1 -> {
        int ahead = 2 * choices.below(2);
        yield of(DISHES, length, DISHES_LOGGED, List.of(snapshotAt(length + ahead)));
      }
      default -> of(ORDERS, length, ORDERS_LOGGED, List.of());
    };
  }

  private static Past of(
      List<RecordedEvent> events, int length, List<Write> log, List<Write> snapshot) {
    var written = new ArrayList<>(log.subList(0, length - 1));
    written.addAll(snapshot);
    return new Past(events.subList(0, length - 1), events.get(length - 1), written);
  }

  private static List<RecordedEvent> dishes(int number) {
    var events = new ArrayList<RecordedEvent>();
    for (int version = 1; version <= number; version++) {
      var type = version == 1 ? "menuItemAdded" : "menuItemModified";
      var payload = Json.TOLERANT.createObjectNode().put("description", "dish of " + version);
      events.add(event("menu", DISH, version, type, payload.set("price", price())));
    }
    return List.copyOf(events);
  }

  /** An order with one line, of a guest who could not decide. */
  private static List<RecordedEvent> orders(int number) {
    var events = new ArrayList<RecordedEvent>();
    var opened = Json.TOLERANT.createObjectNode().put("customerId", "somebody");
    events.add(event("orders", ORDER, 1, "orderOpened", opened));
    for (int version = 2; version <= number; version++) {
      var line = Json.TOLERANT.createObjectNode().put("orderItemId", "" + version / 2);
      if (version % 2 == 0) {
        line.put("menuItemId", "gone").put("description", "dish").put("quantity", 2);
        line.set("price", price());
      }
      var type = version % 2 == 0 ? "itemAddedToOrder" : "itemRemovedFromOrder";
      events.add(event("orders", ORDER, version, type, line));
    }
    return List.copyOf(events);
  }

  private static ObjectNode price() {
    return Json.TOLERANT.createObjectNode().put("amount", "10.00").put("currency", "USD");
  }

  private static RecordedEvent event(
      String service, String stream, int version, String type, JsonNode payload) {
    var command = Ids.command(service, "past", stream + version);
    var metadata =
        new Metadata(
            command,
            "",
            "past",
            command,
            "00-00000000000000000000000000000002-0000000000000002-01",
            "past");
    var time = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(version);
    return new RecordedEvent(
        Ids.event(command, 0), service, stream, version, type, 1, time, payload, metadata);
  }

  /** Of a store that was set back since: the dish was taken off, in a future that is no more. */
  private static Write snapshotAt(int version) {
    var state =
        Json.tree(
            Map.of(
                "schema",
                1,
                "version",
                version,
                "type",
                "inactive",
                "state",
                Map.of(),
                "commands",
                List.of(Map.of("id", "lost", "first", version, "last", version))));
    var content = new Document.Content(DISH, version, Optional.of(state), Map.of());
    return new Write("menu-snapshots", content, new Write.Precondition.None());
  }
}
