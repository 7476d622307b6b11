package restaurant.testing;

import restaurant.eventsourcing.EventHistory;
import restaurant.eventsourcing.EventStore;
import restaurant.eventsourcing.memory.InMemoryEventStore;

class InMemoryEventStoreContractTest extends EventStoreContract {

  private final InMemoryEventStore store = new InMemoryEventStore();

  @Override
  protected EventStore store() {
    return store;
  }

  @Override
  protected EventHistory history() {
    return store;
  }
}
