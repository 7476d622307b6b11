package restaurant.eventsourcing;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Collections of documents that answer queries. Every adapter passes {@code QueryStoreContract}.
 * Safe for many threads. Every method throws {@link StoreUnavailable} when the store does not
 * answer; a commit may then have happened or not.
 */
public interface QueryStore {

  /** Where a document is. Ids are 1 to 200 characters out of {@code A-Z a-z 0-9 - _ . ~ @}. */
  record Key(String collection, String id) {}

  /**
   * The documents that exist among these, in one step: each at some moment of its own, not all at
   * the same.
   */
  Map<Key, Document> get(Collection<Key> keys);

  /** One page of a collection, in the query's order. */
  List<Document> page(String collection, Query query);

  /**
   * Writes documents, each whole: all or nothing.
   *
   * @return their new revisions, in the order of the writes
   * @throws Moved a precondition does not hold, or others wrote at the same time; nothing was
   *     written: read the documents and start over
   */
  List<Revision> commit(List<Write> writes);

  /** Somebody else wrote one of the documents first. */
  final class Moved extends RuntimeException {
    public Moved(String what) {
      super(what, null, false, false);
    }
  }
}
