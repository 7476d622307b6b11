package restaurant.eventsourcing.operations;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import restaurant.eventsourcing.Checkpoint;
import restaurant.eventsourcing.Feed;
import restaurant.eventsourcing.QueryStore;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.eventsourcing.UnreadableEvent;
import restaurant.eventsourcing.memory.InMemoryQueryStore;

/** A view as its feeds make it from all of history, in memory. */
final class Shadow {

  /**
   * An event that a document is made of.
   *
   * @param version of the last one of its stream
   */
  record Part(Feed<?, ?> feed, String stream, long version) {}

  private record Origin(Feed<?, ?> feed, String stream) {}

  private final InMemoryQueryStore store = new InMemoryQueryStore();
  private final Map<String, Map<Origin, Long>> parts = new HashMap<>();
  private final Map<String, Set<String>> documentsByPlace = new HashMap<>();
  private final Set<String> stuck = new HashSet<>();

  /**
   * @param progress is told of every event, by ones
   */
  static Shadow of(List<Feed<?, ?>> feeds, Sources sources, LongConsumer progress) {
    var shadow = new Shadow();
    feeds.forEach(feed -> shadow.add(feed, sources, progress));
    return shadow;
  }

  private void add(Feed<?, ?> feed, Sources sources, LongConsumer progress) {
    var listener = feed.listener(sources.eventStore(feed.source()), store, attempt -> {});
    var unreadable = new HashSet<String>();
    sources
        .eventHistory(feed.source())
        .streams(
            "",
            "",
            event -> {
              progress.accept(1);
              if (unreadable.contains(event.stream())) {
                return;
              }
              try {
                listener.on(event);
                note(feed, event);
              } catch (UnreadableEvent e) {
                // Nothing later of this stream is applied past it, here as there.
                unreadable.add(event.stream());
                stuck.addAll(stuckWith(feed, event));
              }
            });
  }

  /** The documents that an event changes, as far as anybody can say; they are made of it, too. */
  Set<String> touched(Feed<?, ?> feed, RecordedEvent event) {
    try {
      note(feed, event);
      return feed.documents(event);
    } catch (UnreadableEvent e) {
      return stuckWith(feed, event);
    }
  }

  private Set<String> stuckWith(Feed<?, ?> feed, RecordedEvent event) {
    return switch (feed.checkpoint()) {
      case IN_DOCUMENT -> Set.of(event.stream());
      case PER_STREAM -> documentsOf(feed.place(event.stream()).id());
      case NONE -> Set.of(event.id());
    };
  }

  private void note(Feed<?, ?> feed, RecordedEvent event) {
    var origin = new Origin(feed, event.stream());
    for (var document : feed.documents(event)) {
      parts
          .computeIfAbsent(document, d -> new HashMap<>())
          .merge(origin, event.version(), Math::max);
      if (feed.checkpoint() == Checkpoint.PER_STREAM) {
        documentsByPlace
            .computeIfAbsent(feed.place(event.stream()).id(), p -> new HashSet<>())
            .add(document);
      }
    }
  }

  QueryStore store() {
    return store;
  }

  /** What a document is made of. */
  List<Part> parts(String document) {
    return parts.getOrDefault(document, Map.of()).entrySet().stream()
        .map(part -> new Part(part.getKey().feed(), part.getKey().stream(), part.getValue()))
        .toList();
  }

  /** The documents that are as they should be, and wait for an event that cannot be understood. */
  Set<String> stuck() {
    return stuck;
  }

  /** The documents whose checkpoint is in another one. */
  Set<String> documentsOf(String place) {
    return documentsByPlace.getOrDefault(place, Set.of());
  }
}
