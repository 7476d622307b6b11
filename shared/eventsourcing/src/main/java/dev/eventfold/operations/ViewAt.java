package dev.eventfold.operations;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projector;
import dev.eventfold.store.EventLog.Slot;
import dev.eventfold.store.EventStores;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A view at one moment, beside its events, which are read afterwards: whatever a document has
 * applied by then is in the event store.
 *
 * @param moment the view at that moment
 * @param views where it goes on
 * @param feeds all of the view's
 * @param late events that were decided up to then should have been applied
 * @param now by which documents may have expired
 */
record ViewAt(
    DocumentReader moment,
    QueryStore views,
    List<Feed<?, ?>> feeds,
    EventStores sources,
    Patience patience,
    Instant late,
    Instant now) {

  private static final int BATCH = 300;

  String collection() {
    return feeds.getFirst().view().collection();
  }

  QueryStore.Key key(String id) {
    return new QueryStore.Key(collection(), id);
  }

  /** Whether every event makes a document of its own. */
  boolean isLog() {
    return feeds.getFirst().checkpoint() == Checkpoint.NONE;
  }

  /** What feeds each document from the stream that it is named as. */
  Optional<Feed<?, ?>> own() {
    return with(Checkpoint.IN_DOCUMENT).findFirst();
  }

  private Stream<Feed<?, ?>> with(Checkpoint checkpoint) {
    return feeds.stream().<Feed<?, ?>>map(it -> it).filter(it -> it.checkpoint() == checkpoint);
  }

  Projector<?, ?> projector(Feed<?, ?> feed) {
    return feed.projector(sources.eventStore(feed.source()), views, patience.backoff());
  }

  /** Whether another version of the code gave it another shape. */
  boolean isForeign(Document document) {
    return document.readable().filter(it -> !feeds.getFirst().view().hasShape(it)).isPresent();
  }

  LogCheck log() {
    return new LogCheck(this);
  }

  /**
   * What documents must hold of many streams.
   *
   * @param wanted the ids of those that matter
   * @param pending gets the events that they lack
   */
  Gathering gather(
      Predicate<String> wanted,
      BiConsumer<Feed<?, ?>, RecordedEvent> pending,
      LongConsumer progress) {
    var gathering = new Gathering(moment, patience, late, wanted, pending);
    with(Checkpoint.PER_STREAM)
        .forEach(feed -> gathering.add(feed, sources.eventLog(feed.source()), progress));
    return gathering;
  }

  Gathering gather(Predicate<String> wanted, LongConsumer progress) {
    return gather(wanted, (feed, event) -> {}, progress);
  }

  /** A document, to be compared with the stream of its own that is still to come. */
  Comparison begin(String id, Optional<Document> there, Gathering gathered) {
    var comparison = new Comparison(key(id), there, gathered.take(id));
    if (gathered.takeBehind(id)) {
      comparison.isBehind();
    }
    if (gathered.takeUnreadable(id) || there.filter(this::isForeign).isPresent()) {
      comparison.isUnreadable();
    }
    if (gathered.isInDoubt()) {
      comparison.isInDoubt();
    }
    return comparison;
  }

  /** Single documents, each with the stream of its own. */
  void each(Collection<String> ids, Gathering gathered, Consumer<Comparison> each) {
    var list = List.copyOf(ids);
    for (int i = 0; i < list.size(); i += BATCH) {
      var keys = list.subList(i, Math.min(i + BATCH, list.size())).stream().map(this::key).toList();
      var there = patience.await(() -> moment.get(keys));
      for (var key : keys) {
        var comparison = begin(key.id(), Optional.ofNullable(there.get(key)), gathered);
        own()
            .ifPresent(
                feed -> stream(feed, key.id(), 0, slot -> comparison.next(feed, slot, late)));
        each.accept(comparison);
      }
    }
  }

  /** What a stream holds after a version. */
  void stream(Feed<?, ?> feed, String stream, long after, Consumer<Slot> each) {
    var history = sources.eventLog(feed.source());
    var from = RecordedEvent.key(stream, after + 1);
    patience.readByKey(history, from, stream + "@~", each, none -> {});
  }
}
