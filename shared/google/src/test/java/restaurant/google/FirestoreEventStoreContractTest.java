package restaurant.google;

import restaurant.emulators.Needs;
import restaurant.eventsourcing.EventHistory;
import restaurant.eventsourcing.EventStore;
import restaurant.testing.EventStoreContract;

@Needs(Needs.Tool.EMULATORS)
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
