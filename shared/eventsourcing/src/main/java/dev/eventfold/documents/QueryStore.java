package dev.eventfold.documents;

import dev.eventfold.store.TransientFailure;
import java.util.List;

/**
 * Collections of documents that answer queries. Every adapter passes {@code QueryStoreContract}.
 * Safe for many threads. Every method throws {@link TransientFailure} when the store does not
 * answer; a commit may then have happened or not.
 */
public interface QueryStore extends DocumentReader {

  /** Where a document is. Ids are 1 to 200 characters out of {@code A-Z a-z 0-9 - _ . ~ @}. */
  record Key(String collection, String id) {}

  /**
   * All documents as they are at one moment, while the store goes on: what a document has applied,
   * and where the checkpoints are, belong together. Can be read for at least half an hour.
   */
  DocumentReader snapshot();

  /**
   * Writes documents, each whole: all or nothing.
   *
   * @return their new revisions, in the order of the writes
   * @throws ConcurrentWrite a precondition does not hold, or others wrote at the same time; nothing
   *     was written: read the documents and start over
   */
  List<Revision> commit(List<Write> writes);

  /**
   * Removes a document if nobody has written it since it had this revision.
   *
   * @throws ConcurrentWrite somebody has, or it is gone; nothing was removed
   */
  void remove(Key key, Revision revision);

  /** Somebody else wrote one of the documents first. */
  final class ConcurrentWrite extends RuntimeException {
    public ConcurrentWrite(String what) {
      super(what, null, false, false);
    }
  }
}
