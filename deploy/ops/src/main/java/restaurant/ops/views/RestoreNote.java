package restaurant.ops.views;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import dev.eventfold.operations.Patience;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a restore has come, as it notes it beside the views: there is none before and after.
 *
 * @param retention for how long the log keeps its entries, which nobody can see in an empty one
 * @param isEmptied whether nothing that was derived is left
 * @param made the views that are made anew
 */
record RestoreNote(Duration retention, boolean isEmptied, List<String> made) {

  private static final QueryStore.Key KEY = new QueryStore.Key("restores", "restore");

  static RestoreNote begin(Duration retention) {
    return new RestoreNote(retention, false, List.of());
  }

  RestoreNote emptied() {
    return new RestoreNote(retention, true, List.of());
  }

  RestoreNote made(String view) {
    return new RestoreNote(retention, true, Stream.concat(made.stream(), Stream.of(view)).toList());
  }

  static Optional<RestoreNote> of(DocumentReader store) {
    return Optional.ofNullable(store.get(List.of(KEY)).get(KEY))
        .flatMap(Document::body)
        .map(
            body ->
                new RestoreNote(
                    Duration.parse(body.path("retention").asText()),
                    body.path("emptied").asBoolean(),
                    body.path("made").valueStream().map(it -> it.asText()).toList()));
  }

  void save(QueryStore store, Patience patience) {
    var body =
        Json.tree(Map.of("retention", retention.toString(), "emptied", isEmptied, "made", made));
    var content = new Document.Content(KEY.id(), 0, Optional.of(body), Map.of());
    var write = new Write(KEY.collection(), content, new Write.Precondition.None());
    patience.await(
        () -> {
          try {
            return store.commit(List.of(write));
          } catch (QueryStore.ConcurrentWrite busy) {
            throw new TransientFailure("the note of the restore is not written", busy);
          }
        });
  }

  /** It is over. */
  static void remove(QueryStore store) {
    Optional.ofNullable(store.get(List.of(KEY)).get(KEY))
        .ifPresent(there -> store.remove(KEY, there.revision()));
  }
}
