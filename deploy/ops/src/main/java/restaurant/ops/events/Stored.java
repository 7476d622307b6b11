package restaurant.ops.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.EventJson;
import dev.eventfold.json.Json;
import dev.eventfold.store.EventLog.Slot;
import restaurant.ops.Found;

/** What is in a place of the event store: an event, as a rule. */
record Stored(Slot slot) implements Found {

  static Stored of(RecordedEvent event) {
    return new Stored(new Slot(event));
  }

  @Override
  public String kind() {
    return slot.readable().isPresent() ? "event" : "noEvent";
  }

  @Override
  public String text() {
    return slot.readable()
        .map(
            event ->
                "%s  %-9s %s  %s %s"
                    .formatted(
                        event.timestamp(),
                        event.service(),
                        event.key(),
                        event.type(),
                        Json.text(event.payload())))
        .orElseGet(() -> "%-28s %-9s %s  is no event".formatted("", slot.service(), slot.key()));
  }

  /** An event as clients get it. */
  @Override
  public ObjectNode fields() {
    var fields = Json.TOLERANT.createObjectNode();
    fields.put("service", slot.service()).put("key", slot.key());
    slot.readable().ifPresent(event -> fields.setAll(EventJson.of(event)));
    return fields;
  }
}
