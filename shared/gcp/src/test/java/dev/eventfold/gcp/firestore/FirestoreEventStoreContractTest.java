package dev.eventfold.gcp.firestore;

import dev.eventfold.emulators.Needs;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.testing.EventStoreContract;

@Needs(Needs.Tool.EMULATORS)
class FirestoreEventStoreContractTest extends EventStoreContract {

  @Override
  protected EventStore store() {
    return Emulated.backend().eventStore("test");
  }

  @Override
  protected EventLog history() {
    return Emulated.backend().eventHistory("test");
  }
}
