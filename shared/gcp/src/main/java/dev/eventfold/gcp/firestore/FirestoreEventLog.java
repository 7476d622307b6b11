package dev.eventfold.gcp.firestore;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QuerySnapshot;
import dev.eventfold.store.EventLog;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The event documents of a service, in the order of their keys or of their commit times. One billed
 * read per document.
 */
public final class FirestoreEventLog implements EventLog {

  /** Of the largest events, 25 MiB. */
  private static final int PAGE = 100;

  private final Supplier<Firestore> firestore;
  private final String service;

  /**
   * @param firestore a client of the database {@code eventstore}
   */
  public FirestoreEventLog(Supplier<Firestore> firestore, String service) {
    this.firestore = firestore;
    this.service = service;
  }

  @Override
  public void readByKey(String from, String before, Consumer<Slot> each) {
    var query = events().orderBy(FieldPath.documentId());
    if (!from.isEmpty()) {
      query = query.startAt(from);
    }
    if (!before.isEmpty()) {
      query = query.endBefore(before);
    }
    pages(
        query,
        page -> {},
        document -> {
          each.accept(EventDocument.slot(service, document));
          return true;
        });
  }

  /** One query over all shards: Firestore merges them. */
  @Override
  public void readByTime(Instant from, Instant before, Predicate<Committed> each) {
    var query =
        events()
            .whereIn(EventDocument.SHARD, EventDocument.SHARDS)
            .whereGreaterThanOrEqualTo(EventDocument.COMMITTED_AT, FirestoreCalls.timestamp(from))
            .whereLessThan(EventDocument.COMMITTED_AT, FirestoreCalls.timestamp(before))
            .orderBy(EventDocument.COMMITTED_AT)
            .orderBy(FieldPath.documentId());
    var seenAt = new AtomicReference<Instant>();
    pages(
        query,
        page -> seenAt.compareAndSet(null, EventDocument.time(page.getReadTime())),
        document ->
            each.test(
                new Committed(
                    EventDocument.slot(service, document),
                    EventDocument.time(document.get(EventDocument.COMMITTED_AT)),
                    seenAt.get())));
  }

  private Query events() {
    return firestore.get().collection(EventDocument.collection(service));
  }

  /**
   * @param each says whether to go on
   */
  private static void pages(
      Query query, Consumer<QuerySnapshot> read, Predicate<DocumentSnapshot> each) {
    var page = query.limit(PAGE);
    while (true) {
      var answer = FirestoreCalls.read(page.get());
      read.accept(answer);
      var documents = answer.getDocuments();
      for (var document : documents) {
        if (!each.test(document)) {
          return;
        }
      }
      if (documents.size() < PAGE) {
        return;
      }
      page = query.limit(PAGE).startAfter(documents.getLast());
    }
  }
}
