package library;

import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.testing.EventStoreContract;

/** The toolkit's contract, as who writes an adapter of their own runs it. */
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
