package restaurant.google;

import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import restaurant.eventsourcing.EventHistory;
import restaurant.eventsourcing.RecordedEvent;

/**
 * The event documents of a service, in the order of their keys or of their sharded times. One
 * billed read a document.
 */
public final class FirestoreEventHistory implements EventHistory {

  private static final int PAGE = 300;

  private final Supplier<Firestore> firestore;
  private final String service;

  /**
   * @param firestore a client of the database {@code eventstore}
   */
  public FirestoreEventHistory(Supplier<Firestore> firestore, String service) {
    this.firestore = firestore;
    this.service = service;
  }

  @Override
  public void streams(String from, String before, Consumer<RecordedEvent> each) {
    var query = events().orderBy(FieldPath.documentId());
    if (!from.isEmpty()) {
      query = query.startAt(from);
    }
    if (!before.isEmpty()) {
      query = query.endBefore(before);
    }
    pages(query, each);
  }

  @Override
  public void between(Instant from, Instant before, Consumer<RecordedEvent> each) {
    for (int shard = 0; shard < ShardedTime.SHARDS; shard++) {
      pages(
          events()
              .orderBy(EventDocument.SHARDED_TIME)
              .orderBy(FieldPath.documentId())
              .startAt(ShardedTime.of(shard, from))
              .endBefore(ShardedTime.of(shard, before)),
          each);
    }
  }

  private Query events() {
    return firestore.get().collection(EventDocument.collection(service));
  }

  private void pages(Query query, Consumer<RecordedEvent> each) {
    var page = query.limit(PAGE);
    while (true) {
      var documents = FirestoreCalls.read(page.get()).getDocuments();
      for (QueryDocumentSnapshot document : documents) {
        each.accept(EventDocument.read(service, document.getData()));
      }
      if (documents.size() < PAGE) {
        return;
      }
      page = query.limit(PAGE).startAfter(documents.getLast());
    }
  }
}
