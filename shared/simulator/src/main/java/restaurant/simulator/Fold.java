package restaurant.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import restaurant.eventsourcing.Checkpoint;
import restaurant.eventsourcing.Document;
import restaurant.eventsourcing.Feed;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.Projection;
import restaurant.eventsourcing.QueryStore.Key;
import restaurant.eventsourcing.RecordedEvent;

/**
 * What the documents of a view must be: the projection over all events, in order, each once. No
 * listener, no store, no cache.
 */
final class Fold {

  private final Map<Key, Object> shown = new HashMap<>();
  private final Map<Key, Long> versions = new HashMap<>();
  private final Map<Key, Map<String, Object>> indexes = new HashMap<>();

  <E, V> void add(Feed<E, V> feed, List<List<RecordedEvent>> streams) {
    for (var stream : streams) {
      stream.forEach(event -> add(feed, event));
    }
  }

  private <E, V> void add(Feed<E, V> feed, RecordedEvent event) {
    var read = feed.types().read(event);
    if (feed.checkpoint() == Checkpoint.IN_DOCUMENT) {
      versions.put(feed.view().key(event.stream()), event.version());
    }
    if (read.isEmpty()) {
      return;
    }
    Projection<E, V> projection = feed.projection();
    switch (feed.checkpoint()) {
      case IN_DOCUMENT -> {
        var key = feed.view().key(event.stream());
        show(feed, key, projection.evolve(key.id(), old(feed, key), read.get()));
      }
      case PER_STREAM -> {
        for (var id : projection.documents(read.get())) {
          var key = feed.view().key(id);
          show(feed, key, projection.evolve(id, old(feed, key), read.get()));
          versions.putIfAbsent(key, 0L);
          versions.put(feed.place(event.stream()), event.version());
        }
      }
      case NONE -> {
        var key = feed.view().key(event.id());
        show(feed, key, projection.evolve(event.id(), Optional.empty(), read.get()));
        versions.put(key, event.version());
      }
    }
  }

  private <V> Optional<V> old(Feed<?, V> feed, Key key) {
    return Optional.ofNullable(shown.get(key)).map(feed.view().type()::cast);
  }

  private <V> void show(Feed<?, V> feed, Key key, Optional<V> view) {
    view.ifPresent(
        it -> {
          shown.put(key, it);
          indexes.put(key, feed.view().index().apply(it));
        });
  }

  /** Every document that there must be. */
  Map<Key, Long> versions() {
    return versions;
  }

  /** What a document has that it must not have, or lacks; empty when it is right. */
  Optional<String> difference(Key key, Document.Content actual) {
    if (!versions.containsKey(key)) {
      return Optional.of("%s: no event speaks of it".formatted(place(key)));
    }
    if (actual.version() != versions.get(key)) {
      return Optional.of(
          "%s: is at %d instead of %d".formatted(place(key), actual.version(), versions.get(key)));
    }
    var expected = Optional.ofNullable(shown.get(key)).map(Json::tree);
    if (!isSame(expected, actual.body())) {
      return Optional.of(
          "%s: is %s instead of %s".formatted(place(key), text(actual.body()), text(expected)));
    }
    var index = indexes.getOrDefault(key, Map.of());
    return index.equals(actual.index())
        ? Optional.empty()
        : Optional.of(
            "%s: is found by %s instead of %s".formatted(place(key), actual.index(), index));
  }

  private static String place(Key key) {
    return key.collection() + "/" + key.id();
  }

  private static boolean isSame(Optional<JsonNode> a, Optional<JsonNode> b) {
    // An int on one side may be a long on the other: as texts they are the same.
    return a.equals(b) || text(a).equals(text(b));
  }

  private static String text(Optional<JsonNode> body) {
    return body.map(Json::text).orElse("nothing");
  }
}
