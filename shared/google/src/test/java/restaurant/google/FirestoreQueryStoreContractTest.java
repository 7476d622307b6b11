package restaurant.google;

import restaurant.eventsourcing.QueryStore;
import restaurant.testing.QueryStoreContract;

class FirestoreQueryStoreContractTest extends QueryStoreContract {

  @Override
  protected QueryStore store() {
    return Emulated.backend().queryStore();
  }
}
