package restaurant.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import restaurant.eventsourcing.QueryStore;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.eventsourcing.Reservation;
import restaurant.eventsourcing.memory.InMemoryEventStore;
import restaurant.eventsourcing.memory.InMemoryQueryStore;

/** What outlives every process: stores, and what they tell. */
final class World {

  /** Hears of events. */
  interface Hearer {
    void created(RecordedEvent event);

    void published(String topic, RecordedEvent event);
  }

  private static final Duration LONG_AGO = Duration.ofDays(30);
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final Map<String, InMemoryEventStore> stores = new HashMap<>();
  private final QueryStore views = new InMemoryQueryStore();
  private final Journal journal = new Journal();
  private final Hearer hearer;
  private Instant now = START;

  World(Hearer hearer) {
    this.hearer = hearer;
    Deployment.SERVICES.forEach(service -> stores.put(service, new InMemoryEventStore(this::now)));
  }

  InMemoryEventStore events(String service) {
    return stores.get(service);
  }

  QueryStore views() {
    return views;
  }

  Journal journal() {
    return journal;
  }

  void append(String service, List<RecordedEvent> events, List<Reservation> reservations) {
    events(service).append(events, reservations);
    journal.appended(events).forEach(hearer::created);
  }

  /** What was there before, so long ago that no reconciler looks at it any more. */
  void begin(Past past) {
    now = START.minus(LONG_AGO);
    events(past.service()).append(past.events(), List.of());
    journal.appended(past.events());
    views.commit(past.written());
    now = START;
    append(past.service(), List.of(past.last()), List.of());
  }

  void publish(String topic, RecordedEvent event) {
    hearer.published(topic, event);
  }

  Instant now() {
    return now;
  }

  void advance(Duration time) {
    now = now.plus(time);
  }
}
