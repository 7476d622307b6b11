package restaurant.google;

import restaurant.eventsourcing.EventHistory;
import restaurant.eventsourcing.EventStore;
import restaurant.testing.EventStoreContract;

class FirestoreEventStoreContractTest extends EventStoreContract {

  @Override
  protected EventStore store() {
    return Emulated.backend().eventStore("test");
  }

  @Override
  protected EventHistory history() {
    return Emulated.backend().eventHistory("test");
  }
}
