package restaurant.eventsourcing.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import restaurant.eventsourcing.Backoff;
import restaurant.eventsourcing.Checkpoint;
import restaurant.eventsourcing.Document;
import restaurant.eventsourcing.Feed;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.QueryStore;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.eventsourcing.UnreadableEvent;
import restaurant.eventsourcing.Write;

/**
 * Finds what a listener should have got long ago and did not, and applies it: for the day on which
 * something outside lost a trigger or a message for good.
 *
 * <p>Each run looks at the events since the last one, in the order of time, and never at older
 * ones: about one read an event, one a stream that it finds, and a few for its own place, however
 * long history is.
 */
public final class Reconciler {

  /** An event this old has been delivered, or never will be without help. */
  public static final Duration GRACE = Duration.ofMinutes(2);

  /** How far back the first run looks. */
  static final Duration FIRST_RUN = Duration.ofDays(7);

  private static final int BATCH = 100;
  private static final String COLLECTION = "reconciler";

  /**
   * What a run saw.
   *
   * @param events how many it looked at
   * @param mended events that had not been applied, and are now
   * @param unreadable what could not be applied because it can't be understood
   */
  public record Report(int events, List<RecordedEvent> mended, List<String> unreadable) {}

  private final Feed<?, ?> feed;
  private final Sources sources;
  private final QueryStore views;
  private final Consumer<RecordedEvent> republish;
  private final Duration grace;
  private final InstantSource clock;
  private final Backoff backoff;

  /**
   * @param republish gets what had not been applied, before it is: other services may lack it too
   * @param grace how old an event must be to be missed, mostly {@link #GRACE}
   */
  public Reconciler(
      Feed<?, ?> feed,
      Sources sources,
      QueryStore views,
      Consumer<RecordedEvent> republish,
      Duration grace,
      InstantSource clock,
      Backoff backoff) {
    this.feed = feed;
    this.sources = sources;
    this.views = views;
    this.republish = republish;
    this.grace = grace;
    this.clock = clock;
    this.backoff = backoff;
  }

  /** Looks at what came since the last run; the place moves only when all of it was looked at. */
  public Report run() {
    var from = until().orElseGet(() -> clock.instant().minus(FIRST_RUN));
    var before = clock.instant().minus(grace);
    if (!from.isBefore(before)) {
      return new Report(0, List.of(), List.of());
    }
    var events = new ArrayList<RecordedEvent>();
    sources
        .eventHistory(feed.source())
        .between(from, before, committed -> events.add(committed.event()));
    var mended = new ArrayList<RecordedEvent>();
    var unreadable = new ArrayList<String>();
    var listener = feed.listener(sources.eventStore(feed.source()), views, backoff);
    for (var event : notApplied(events)) {
      republish.accept(event);
      try {
        listener.on(event);
        mended.add(event);
      } catch (UnreadableEvent e) {
        unreadable.add(e.getMessage());
      }
    }
    moveTo(before);
    return new Report(events.size(), List.copyOf(mended), List.copyOf(unreadable));
  }

  private List<RecordedEvent> notApplied(List<RecordedEvent> events) {
    var relevant =
        events.stream()
            .filter(this::concerns)
            .sorted(java.util.Comparator.comparing(RecordedEvent::key))
            .toList();
    var versions = versions(relevant.stream().map(this::place).distinct().toList());
    return relevant.stream()
        .filter(event -> versions.getOrDefault(place(event), 0L) < event.version())
        .toList();
  }

  private boolean concerns(RecordedEvent event) {
    try {
      return feed.checkpoint() == Checkpoint.IN_DOCUMENT || !feed.documents(event).isEmpty();
    } catch (UnreadableEvent e) {
      return true;
    }
  }

  private QueryStore.Key place(RecordedEvent event) {
    return feed.checkpoint() == Checkpoint.NONE
        ? feed.view().key(event.id())
        : feed.place(event.stream());
  }

  private Map<QueryStore.Key, Long> versions(List<QueryStore.Key> places) {
    var versions = new java.util.HashMap<QueryStore.Key, Long>();
    for (int i = 0; i < places.size(); i += BATCH) {
      views
          .get(places.subList(i, Math.min(i + BATCH, places.size())))
          .forEach((key, document) -> versions.put(key, document.version()));
    }
    return versions;
  }

  private QueryStore.Key own() {
    return new QueryStore.Key(COLLECTION, feed.view().collection() + "~" + feed.source());
  }

  private Optional<Instant> until() {
    return Documents.get(views, own())
        .flatMap(Document::body)
        .map(body -> Instant.parse(body.path("until").asText()));
  }

  private void moveTo(Instant until) {
    var content =
        new Document.Content(
            own().id(), 0, Optional.of(Json.tree(Map.of("until", until.toString()))), Map.of());
    views.commit(List.of(new Write(COLLECTION, content, new Write.Precondition.None())));
  }
}
