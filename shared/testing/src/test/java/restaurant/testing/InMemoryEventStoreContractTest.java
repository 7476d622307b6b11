package restaurant.testing;

import restaurant.eventsourcing.EventStore;
import restaurant.eventsourcing.memory.InMemoryEventStore;

class InMemoryEventStoreContractTest extends EventStoreContract {

  private final EventStore store = new InMemoryEventStore();

  @Override
  protected EventStore store() {
    return store;
  }
}
