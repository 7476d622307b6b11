package dev.eventfold.gcp.firestore;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.testing.QueryStoreContract;

class FirestoreQueryStoreContractTest extends QueryStoreContract {

  @Override
  protected QueryStore store() {
    return Emulated.backend().queryStore();
  }
}
