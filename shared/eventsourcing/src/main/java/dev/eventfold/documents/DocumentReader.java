package dev.eventfold.documents;

import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.store.TransientFailure;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Collections of documents, to be read. Safe for many threads. Every method throws {@link
 * TransientFailure} when the store does not answer.
 */
public interface DocumentReader {

  /**
   * The documents that exist among these, in one step; of a store that goes on, each is as it was
   * at some moment of its own.
   */
  Map<Key, Document> get(Collection<Key> keys);

  /**
   * One page of a collection, in the query's order. Lists that are filtered or ordered by a field
   * leave corrupt documents out; a list by ids alone has them.
   */
  List<Document> page(String collection, Query query);
}
