package dev.eventfold.store;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;

/** The events of every service. */
public interface EventStores {

  EventStore eventStore(String service);

  EventLog eventLog(String service);

  /**
   * An event that came another way, as it would be read here.
   *
   * @throws UnreadableEvent it can't be
   */
  default RecordedEvent opened(RecordedEvent event) {
    return event;
  }
}
