package dev.eventfold.operations;

import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Documents for a collection that is being filled, as many in one commit as there is room for. What
 * is there already is written over only if it has applied less. For one thread.
 */
final class Bulk {

  private final QueryStore views;
  private final Patience patience;
  private final boolean mayBeThere;

  /**
   * @param mayBeThere whether others, or a run before this one, may have written the collection
   */
  Bulk(QueryStore views, Patience patience, boolean mayBeThere) {
    this.views = views;
    this.patience = patience;
    this.mayBeThere = mayBeThere;
  }

  private static final int MOST = 300;
  private static final int ENOUGH = 200;
  private static final long MOST_CHARACTERS = 2_000_000;

  private final List<Write> batch = new ArrayList<>();
  private long characters;

  /** Whether it is time to write what there is. */
  boolean isDue() {
    return batch.isEmpty() || batch.size() >= ENOUGH;
  }

  void put(String collection, Document.Content content) {
    batch.add(new Write(collection, content, new Write.Precondition.Absent()));
    characters += content.body().map(body -> Json.text(body).length()).orElse(0);
    if (batch.size() == MOST || characters > MOST_CHARACTERS) {
      flush();
    }
  }

  void flush() {
    try {
      if (!batch.isEmpty()) {
        patience.run(() -> views.commit(batch));
      }
    } catch (QueryStore.ConcurrentWrite someAreThere) {
      batch.forEach(this::one);
    }
    batch.clear();
    characters = 0;
  }

  private void one(Write write) {
    var content = write.content();
    var key = new QueryStore.Key(write.collection(), content.id());
    // Projectors write it meanwhile, each time further: this ends.
    new RetryPolicy(Integer.MAX_VALUE, lost -> patience.backoff().pause(Math.min(lost, 5)))
        .run(
            attempt -> {
              var there = patience.await(() -> Documents.get(views, key));
              if (there.filter(it -> isEnough(key.collection(), it, content)).isEmpty()) {
                var next = new Write(key.collection(), content, Documents.unmoved(there));
                patience.run(() -> views.commit(List.of(next)));
              }
            },
            QueryStore.ConcurrentWrite.class);
  }

  /** Whether it was written by us, though nobody said so, or by a run before this one. */
  private boolean isEnough(String collection, Document there, Document.Content content) {
    var written = there.readable().map(Documents::asRead);
    if (written.equals(Optional.of(Documents.asRead(content)))) {
      return true;
    }
    if (!mayBeThere) {
      throw new IllegalStateException(
          "somebody else writes %s/%s".formatted(collection, there.id()));
    }
    return written.filter(it -> it.version() >= content.version()).isPresent();
  }
}
