package restaurant.orders;

import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.store.EventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Another service, as far as orders can see: its events as JSON. */
final class Foreign {

  private final String service;
  private final InMemoryEventStore store = new InMemoryEventStore();
  private final List<RecordedEvent> events = new ArrayList<>();

  Foreign(String service) {
    this.service = service;
  }

  EventStore store() {
    return store;
  }

  /** All that happened there so far. */
  List<RecordedEvent> events() {
    return List.copyOf(events);
  }

  /** The next event of a stream. */
  RecordedEvent event(String stream, String type, String payload) {
    long version = store.readAfter(stream, 0, Integer.MAX_VALUE).size() + 1L;
    var id = UUID.randomUUID().toString();
    var event =
        new RecordedEvent(
            id,
            service,
            stream,
            version,
            type,
            1,
            Instant.EPOCH.plusSeconds(version),
            Json.parse(payload),
            new Metadata(id, "", "", "", "", ""));
    store.append(List.of(event), List.of());
    events.add(event);
    return event;
  }
}
