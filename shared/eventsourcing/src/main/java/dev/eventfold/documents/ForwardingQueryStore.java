package dev.eventfold.memory;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A query store as it is; tests put in between what they want. */
public class QueryStoreInBetween implements QueryStore {

  private final QueryStore store;

  public QueryStoreInBetween(QueryStore store) {
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
