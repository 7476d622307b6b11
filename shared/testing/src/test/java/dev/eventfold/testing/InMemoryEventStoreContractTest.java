package dev.eventfold.testing;

import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;

class InMemoryEventStoreContractTest extends EventStoreContract {

  private final InMemoryEventStore store = new InMemoryEventStore();

  @Override
  protected EventStore store() {
    return store;
  }

  @Override
  protected EventLog history() {
    return store;
  }

  @Override
  protected void corrupt(String key) {
    store.corrupt("test", key);
  }
}
