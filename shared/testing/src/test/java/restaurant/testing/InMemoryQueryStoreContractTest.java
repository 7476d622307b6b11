package restaurant.testing;

import restaurant.eventsourcing.QueryStore;
import restaurant.eventsourcing.memory.InMemoryQueryStore;

class InMemoryQueryStoreContractTest extends QueryStoreContract {

  private final QueryStore store = new InMemoryQueryStore();

  @Override
  protected QueryStore store() {
    return store;
  }
}
