package dev.eventfold.documents;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Another query store as it is; who extends it changes the calls that matter. */
public class ForwardingQueryStore implements QueryStore {

  private final QueryStore store;

  public ForwardingQueryStore(QueryStore store) {
    this.store = store;
  }

  @Override
  public Map<Key, Document> get(Collection<Key> keys) {
    return store.get(keys);
  }

  @Override
  public List<Document> page(String collection, Query query) {
    return store.page(collection, query);
  }

  @Override
  public DocumentReader snapshot() {
    return store.snapshot();
  }

  @Override
  public List<Revision> commit(List<Write> writes) {
    return store.commit(writes);
  }

  @Override
  public void remove(Key key, Revision revision) {
    store.remove(key, revision);
  }
}
