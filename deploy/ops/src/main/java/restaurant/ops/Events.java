package restaurant.ops;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;

/** Events as lines. */
final class Events {

  private Events() {}

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
