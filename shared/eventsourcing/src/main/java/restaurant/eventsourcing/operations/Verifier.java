package restaurant.eventsourcing.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import restaurant.eventsourcing.Backoff;
import restaurant.eventsourcing.Checkpoint;
import restaurant.eventsourcing.Document;
import restaurant.eventsourcing.EventStore;
import restaurant.eventsourcing.Feed;
import restaurant.eventsourcing.QueryStore;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.eventsourcing.StoreUnavailable;
import restaurant.eventsourcing.UnreadableEvent;
import restaurant.eventsourcing.Write;
import restaurant.eventsourcing.memory.InMemoryQueryStore;

/**
 * Compares a view with the fold of its events, while both go on: a document is right when it is the
 * fold of the events up to its own checkpoints.
 *
 * <p>Reads every event of the view's sources and every document once, and what differs at first
 * sight once more, with its streams. Holds the view in memory.
 */
public final class Verifier {

  private static final int ATTEMPTS = 50;
  private static final int PAGE = 500;

  private final List<Feed<?, ?>> feeds;
  private final String collection;
  private final Sources sources;
  private final QueryStore views;
  private final InstantSource clock;
  private final Duration grace;
  private final Backoff backoff;
  private Shadow shadow;

  /**
   * @param feeds all of one view's
   * @param grace how old an event may be before a view that lacks it is behind
   */
  public Verifier(
      List<Feed<?, ?>> feeds,
      Sources sources,
      QueryStore views,
      InstantSource clock,
      Duration grace,
      Backoff backoff) {
    this.feeds = List.copyOf(feeds);
    this.collection = feeds.getFirst().view().collection();
    this.sources = sources;
    this.views = views;
    this.clock = clock;
    this.grace = grace;
    this.backoff = backoff;
  }

  /**
   * Everything.
   *
   * @param progress is told how many more events and documents were read
   * @return what is wrong, by document; empty when all is well
   */
  public List<Finding> verify(LongConsumer progress) {
    shadow = Shadow.of(feeds, sources, progress);
    var suspects = new TreeSet<>(differing(collection, progress));
    suspects.addAll(shadow.stuck());
    feeds.stream()
        .filter(feed -> feed.checkpoint() == Checkpoint.PER_STREAM)
        .flatMap(feed -> differing(feed.checkpoints(), progress).stream())
        .forEach(place -> suspects.addAll(shadow.documentsOf(place)));
    return suspects.stream().flatMap(id -> examine(id).finding().stream()).toList();
  }

  /**
   * The documents that events since a time have changed, and no others. Where a document is made of
   * many streams, all of history is read all the same.
   */
  public List<Finding> verify(Instant since, LongConsumer progress) {
    var ofManyStreams =
        feeds.stream().filter(feed -> feed.checkpoint() == Checkpoint.PER_STREAM).toList();
    shadow = Shadow.of(ofManyStreams, sources, progress);
    var touched = new TreeSet<String>();
    for (var feed : feeds) {
      sources
          .eventHistory(feed.source())
          .between(
              since,
              clock.instant(),
              committed -> {
                progress.accept(1);
                touched.addAll(shadow.touched(feed, committed.event()));
                return true;
              });
    }
    return touched.stream().flatMap(id -> examine(id).finding().stream()).toList();
  }

  /** The ids of documents that are not the same in the shadow. */
  private TreeSet<String> differing(String where, LongConsumer progress) {
    var expected = new HashMap<String, Document.Content>();
    Documents.each(
        shadow.store(), where, it -> expected.put(it.id(), Documents.asRead(it.content())));
    var differing = new TreeSet<String>();
    Documents.each(
        views,
        where,
        document -> {
          progress.accept(1);
          var there = expected.remove(document.id());
          if (!Documents.asRead(document.content()).equals(there)) {
            differing.add(document.id());
          }
        });
    differing.addAll(expected.keySet());
    return differing;
  }

  /** What was found out about a document. */
  private record Examined(
      String collection,
      String id,
      Optional<Document> there,
      Optional<Document.Content> expected,
      Map<Feed<?, ?>, List<RecordedEvent>> pending) {

    boolean isFold() {
      return Documents.content(there).equals(expected);
    }

    Optional<Finding> finding() {
      var actual = Documents.content(there);
      if (isFold()) {
        if (pending.isEmpty()) {
          return Optional.empty();
        }
        return Optional.of(
            of(actual.isEmpty() ? Finding.Kind.MISSING : Finding.Kind.BEHIND, List.of()));
      }
      if (actual.isEmpty()) {
        return Optional.of(of(Finding.Kind.MISSING, List.of()));
      }
      return Optional.of(
          expected
              .map(it -> of(Finding.Kind.DIFFERS, Documents.differences(actual.orElseThrow(), it)))
              .orElseGet(() -> of(Finding.Kind.UNKNOWN, List.of())));
    }

    private Finding of(Finding.Kind kind, List<String> fields) {
      return new Finding(collection, id, kind, fields);
    }
  }

  /** Looks closely, at a moment at which document and checkpoints belong together. */
  private Examined examine(String id) {
    var key = new QueryStore.Key(collection, id);
    for (int attempt = 1; ; attempt++) {
      var before = Documents.get(views, key);
      var applied = applied(id, before);
      // Whatever moves a checkpoint for the sake of this document also writes the document.
      var after = Documents.get(views, key);
      if (before.map(Document::revision).equals(after.map(Document::revision))) {
        return new Examined(collection, id, before, expected(key, applied), pending(id, applied));
      }
      if (attempt == ATTEMPTS) {
        throw new StoreUnavailable(collection + "/" + id + " does not stand still", null);
      }
      backoff.pause(Math.min(attempt, 5));
    }
  }

  /** How far each part of a document has been applied. */
  private List<Shadow.Part> applied(String id, Optional<Document> document) {
    var applied = new ArrayList<Shadow.Part>();
    for (var feed : feeds) {
      switch (feed.checkpoint()) {
        case IN_DOCUMENT ->
            applied.add(new Shadow.Part(feed, id, document.map(Document::version).orElse(0L)));
        case PER_STREAM ->
            shadow.parts(id).stream()
                .filter(part -> part.feed().equals(feed))
                .forEach(part -> applied.add(new Shadow.Part(feed, part.stream(), place(part))));
        case NONE ->
            shadow.parts(id).stream()
                .filter(part -> part.feed().equals(feed))
                .forEach(applied::add);
      }
    }
    return applied;
  }

  private long place(Shadow.Part part) {
    return Documents.get(views, part.feed().place(part.stream())).map(Document::version).orElse(0L);
  }

  private Optional<Document.Content> expected(QueryStore.Key key, List<Shadow.Part> applied) {
    var fold = new InMemoryQueryStore();
    for (var part : applied) {
      var store = sources.eventStore(part.feed().source());
      var listener = part.feed().listener(store, fold, attempt -> {});
      if (part.feed().checkpoint() == Checkpoint.NONE) {
        store.readRange(part.stream(), part.version(), part.version()).forEach(listener::on);
      } else {
        upTo(store, part.stream(), part.version()).forEach(listener::on);
      }
    }
    return Documents.content(Documents.get(fold, key))
        .filter(content -> !Documents.isExpired(content, clock.instant()));
  }

  private static List<RecordedEvent> upTo(EventStore store, String stream, long version) {
    var events = new ArrayList<RecordedEvent>();
    while (events.size() < version) {
      int limit = (int) Math.min(PAGE, version - events.size());
      var page = store.readAfter(stream, events.size(), limit);
      events.addAll(page);
      if (page.size() < limit) {
        break;
      }
    }
    return events;
  }

  /** Events that change the document, are old enough, and have not been applied. */
  private Map<Feed<?, ?>, List<RecordedEvent>> pending(String id, List<Shadow.Part> applied) {
    var pending = new HashMap<Feed<?, ?>, List<RecordedEvent>>();
    var late = clock.instant().minus(grace);
    for (var part : applied) {
      if (part.feed().checkpoint() == Checkpoint.NONE) {
        continue;
      }
      var store = sources.eventStore(part.feed().source());
      var last = part.version();
      for (var page = store.readAfter(part.stream(), last, PAGE);
          !page.isEmpty();
          page = store.readAfter(part.stream(), page.getLast().version(), PAGE)) {
        page.stream()
            .filter(event -> isLate(part.feed(), event, id, late))
            .forEach(
                event -> pending.computeIfAbsent(part.feed(), f -> new ArrayList<>()).add(event));
      }
    }
    return pending;
  }

  private static boolean isLate(Feed<?, ?> feed, RecordedEvent event, String id, Instant late) {
    if (event.timestamp().isAfter(late)) {
      return false;
    }
    try {
      return feed.checkpoint() == Checkpoint.IN_DOCUMENT || feed.documents(event).contains(id);
    } catch (UnreadableEvent e) {
      // Nobody can say whose it is: whoever waits for it is behind.
      return true;
    }
  }

  /**
   * Makes a document what its events say, and no other. Safe while listeners write it.
   *
   * @throws UnreadableEvent an event that it lacks cannot be understood: what comes before it is
   *     applied
   */
  public void repair(Finding finding) {
    for (int attempt = 1; ; attempt++) {
      var examined = examine(finding.document());
      try {
        if (!examined.isFold()) {
          views.commit(List.of(rewrite(examined)));
        }
        examined
            .pending()
            .forEach(
                (feed, events) -> {
                  var listener = feed.listener(sources.eventStore(feed.source()), views, backoff);
                  events.forEach(listener::on);
                });
        return;
      } catch (QueryStore.Moved moved) {
        if (attempt == ATTEMPTS) {
          throw new StoreUnavailable("lost every race for " + finding, moved);
        }
      }
    }
  }

  private Write rewrite(Examined examined) {
    var content =
        examined.expected().orElseGet(() -> Document.Content.checkpoint(examined.id(), 0));
    var precondition =
        examined
            .there()
            .<Write.Precondition>map(document -> new Write.Precondition.At(document.revision()))
            .orElseGet(Write.Precondition.Absent::new);
    return new Write(collection, content, precondition);
  }
}
