package dev.eventfold.store;

/** The events of every service. */
public interface EventStores {

  EventStore eventStore(String service);

  EventLog eventLog(String service);
}
