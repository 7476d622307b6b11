package dev.eventfold.simulation.views;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.simulation.world.Journal;
import dev.eventfold.simulation.world.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A view at one moment, judged by hand: each document by the events that it had applied by then,
 * however many there were.
 */
public final class Verdict {

  private static final Query EVERYTHING = Query.first(10_000);

  private final Oracle oracle;
  private final Journal journal;
  private final String collection;
  private final List<Feed<?, ?>> feeds;
  private final Map<String, Document> documents = new HashMap<>();
  private final Map<String, Long> places = new HashMap<>();
  private final Set<Key> wrong = new HashSet<>();

  Verdict(Oracle oracle, Journal journal, DocumentReader moment, String collection) {
    this.oracle = oracle;
    this.journal = journal;
    this.collection = collection;
    var view = World.view(collection);
    this.feeds = oracle.system().feeds(view);
    moment.page(collection, EVERYTHING).forEach(it -> documents.put(it.id(), it));
    moment.page(collection + World.CHECKPOINTS, EVERYTHING).forEach(this::place);
    judge(view, oracle.expected(journal.upTo(this::applied)));
  }

  private void place(Document checkpoint) {
    var stream = World.stream(checkpoint.id());
    places.put(stream, checkpoint.version());
    if (checkpoint.version() > journal.length(World.source(checkpoint.id()), stream)) {
      wrong.add(new Key(collection + World.CHECKPOINTS, checkpoint.id()));
    }
  }

  /** How many events of a stream, which begins with this one, had been applied. */
  private long applied(RecordedEvent first) {
    return feeds.stream()
        .filter(feed -> feed.source().equals(first.service()))
        .mapToLong(feed -> applied(feed, first))
        .findFirst()
        .orElse(0);
  }

  private long applied(Feed<?, ?> feed, RecordedEvent event) {
    return switch (feed.checkpoint()) {
      case IN_DOCUMENT -> version(event.stream());
      case PER_STREAM -> places.getOrDefault(event.stream(), 0L);
      case NONE -> Long.MAX_VALUE;
    };
  }

  private long version(String id) {
    return documents.containsKey(id) ? documents.get(id).version() : 0;
  }

  private void judge(String view, ExpectedViews expected) {
    var missing = new HashSet<String>();
    if (!isLog()) {
      missing.addAll(expected.views().get(view).keySet());
    }
    for (var document : documents.values()) {
      var content = document.content();
      if (!content.isBlank()) {
        missing.remove(document.id());
        expected
            .difference(view, content)
            .ifPresent(why -> wrong.add(new Key(collection, document.id())));
      }
    }
    missing.forEach(id -> wrong.add(new Key(collection, id)));
  }

  /** Whether what is missing may still come. */
  private boolean isLog() {
    return feeds.getFirst().checkpoint() == Checkpoint.NONE;
  }

  /** Every document, and every checkpoint of its own, that is not what events say so far. */
  public Set<Key> wrong() {
    return wrong;
  }

  /**
   * Whether one of two versions can't judge a document: the other has given it its shape, or has
   * decided what it has applied.
   */
  public boolean isBeyond(Key key, boolean isNext) {
    return key.collection().equals(collection)
        && oracle.system().changingViews().contains(World.view(collection))
        && Optional.ofNullable(documents.get(key.id()))
            .filter(there -> isOfNextShape(there) != isNext || !isNext && isOfTheNext(there))
            .isPresent();
  }

  /** Whether it has applied all but what the next version alone can read. */
  public boolean waitsForTheNext(Key key) {
    boolean isDocument = key.collection().equals(collection);
    var id = isDocument ? key.id() : World.stream(key.id());
    long applied = isDocument ? version(id) : places.getOrDefault(id, 0L);
    var stream = journal.stream(isDocument ? own() : World.source(key.id()), id);
    return applied < stream.size()
        && oracle.system().areOfTheNext(stream.subList((int) applied, stream.size()));
  }

  private boolean isOfTheNext(Document there) {
    var stream = journal.stream(own(), there.id());
    var applied = stream.subList(0, (int) Math.min(there.version(), stream.size()));
    return oracle.system().areOfTheNext(applied);
  }

  /** The service whose streams the documents are named as. */
  private String own() {
    return feeds.getFirst().source();
  }

  private boolean isOfNextShape(Document there) {
    return ExpectedViews.isNext(oracle.system(), World.view(collection), there.content());
  }

  /** Whether a document, or a checkpoint, is what all of its events say. */
  boolean isWell(Key key) {
    return !wrong.contains(key) && !isLate(key, Instant.MAX);
  }

  /** Whether a document, or a checkpoint, lacks an event that was decided by then. */
  public boolean isLate(Key key, Instant then) {
    return feeds.stream()
        .anyMatch(
            feed ->
                journal.of(feed.source()).stream()
                    .flatMap(List::stream)
                    .filter(event -> !event.timestamp().isAfter(then))
                    .anyMatch(event -> concerns(feed, event, key) && !isApplied(feed, event)));
  }

  private boolean concerns(Feed<?, ?> feed, RecordedEvent event, Key key) {
    boolean isPlace = !key.collection().equals(collection);
    return switch (feed.checkpoint()) {
      case IN_DOCUMENT -> !isPlace && event.stream().equals(key.id());
      case PER_STREAM ->
          oracle.documents(feed, event).stream()
              .anyMatch(
                  isPlace
                      ? changed -> event.stream().equals(World.stream(key.id()))
                      : key.id()::equals);
      case NONE -> event.id().equals(key.id());
    };
  }

  private boolean isApplied(Feed<?, ?> feed, RecordedEvent event) {
    return feed.checkpoint() == Checkpoint.NONE
        ? documents.containsKey(event.id())
        : event.version() <= applied(feed, event);
  }
}
