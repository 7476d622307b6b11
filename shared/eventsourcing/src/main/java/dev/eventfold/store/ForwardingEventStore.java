package dev.eventfold.store;

import dev.eventfold.events.RecordedEvent;
import java.util.List;

/** Another event store as it is; who extends it changes the calls that matter. */
public class ForwardingEventStore implements EventStore {

  private final EventStore store;

  public ForwardingEventStore(EventStore store) {
    this.store = store;
  }

  @Override
  public void append(List<RecordedEvent> events, List<Reservation> reservations) {
    store.append(events, reservations);
  }

  @Override
  public List<RecordedEvent> readAfter(String stream, long after, int limit) {
    return store.readAfter(stream, after, limit);
  }

  @Override
  public List<RecordedEvent> readLast(String stream, int limit) {
    return store.readLast(stream, limit);
  }

  @Override
  public List<RecordedEvent> readRange(String stream, long from, long to) {
    return store.readRange(stream, from, to);
  }

  @Override
  public List<RecordedEvent> readCommand(String stream, String commandId) {
    return store.readCommand(stream, commandId);
  }

  @Override
  public List<Reservation> taken(List<Reservation> reservations) {
    return store.taken(reservations);
  }

  @Override
  public void claim(String stream, long version, List<Reservation> reservations) {
    store.claim(stream, version, reservations);
  }
}
