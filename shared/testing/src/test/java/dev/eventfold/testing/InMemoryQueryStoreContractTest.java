package dev.eventfold.testing;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.memory.InMemoryQueryStore;

class InMemoryQueryStoreContractTest extends QueryStoreContract {

  private final InMemoryQueryStore store = new InMemoryQueryStore();

  @Override
  protected QueryStore store() {
    return store;
  }

  @Override
  protected void corrupt(QueryStore.Key key) {
    store.corrupt(key);
  }
}
