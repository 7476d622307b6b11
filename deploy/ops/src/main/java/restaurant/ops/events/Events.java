package restaurant.ops.events;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.store.EventLog;

/** Events as lines. */
final class Events {

  private Events() {}

  static String line(EventLog.Slot slot) {
    return slot.readable()
        .map(Events::line)
        .orElseGet(() -> "%-28s %-9s %s  is no event".formatted("", slot.service(), slot.key()));
  }

  static String line(RecordedEvent event) {
    return "%s  %-9s %s  %s %s"
        .formatted(
            event.timestamp(),
            event.service(),
            event.key(),
            event.type(),
            Json.text(event.payload()));
  }
}
