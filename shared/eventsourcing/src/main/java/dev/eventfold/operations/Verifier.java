package dev.eventfold.operations;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventLog.Slot;
import dev.eventfold.store.EventStores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Compares a view with the fold of its events, while both go on: at one moment, a document is right
 * if it is the fold of the events up to its own checkpoints.
 *
 * <p>Reads every event of the view's sources and every document once; of a log that is not right,
 * again what falls under suspicion. However long history is, it holds a page of events and
 * documents, the findings, and of the documents that are made of many streams (a book, of all
 * loans) what the events make of them. The moment can be looked at for an hour.
 */
public final class Verifier {

  /** How many findings a run tells; there may be more then. */
  public static final int MOST = 1_000;

  /** Of how many documents the ids are held. */
  static final int HELD = 100_000;

  private final List<Feed<?, ?>> feeds;
  private final EventStores sources;
  private final QueryStore views;
  private final InstantSource clock;
  private final Duration grace;
  private final Patience patience;

  /**
   * @param feeds all of one view's
   * @param grace how long ago an event may have been decided before a view that lacks it is behind
   */
  public Verifier(
      List<Feed<?, ?>> feeds,
      EventStores sources,
      QueryStore views,
      InstantSource clock,
      Duration grace,
      Backoff backoff) {
    this.feeds = List.copyOf(feeds);
    this.sources = sources;
    this.views = views;
    this.clock = clock;
    this.grace = grace;
    this.patience = new Patience(backoff);
  }

  private ViewAt now() {
    var now = clock.instant();
    var moment = patience.await(views::snapshot);
    return new ViewAt(moment, views, feeds, sources, patience, now.minus(grace), now);
  }

  /**
   * Everything.
   *
   * @param progress is told how many more events and documents were read
   * @return what is wrong, by document, {@link #MOST} of it; empty when all is well
   */
  public List<Finding> verify(LongConsumer progress) {
    var view = now();
    var found = new Findings();
    if (view.isLog()) {
      view.log().all(progress, found);
    } else {
      var gathered = view.gather(id -> true, progress);
      gathered.noEvents().forEach(found);
      gathered.checkpoints().forEach(it -> it.finding(view.now()).ifPresent(found));
      new Walk(view, gathered, found).run(progress);
    }
    return found.list();
  }

  /**
   * The documents that were changed by events that the store took since a time, and no others.
   * Holds the ids of {@link #HELD} of them at a time, and looks at those before it goes on. Where
   * documents are made of many streams, all of history is read each time, and every checkpoint
   * judged.
   */
  public List<Finding> verify(Instant since, LongConsumer progress) {
    var found = new Findings();
    if (feeds.getFirst().checkpoint() == Checkpoint.NONE) {
      now().log().since(since, progress, found);
      return found.list();
    }
    var touched = new TreeSet<String>();
    for (var feed : feeds) {
      patience.since(
          sources.eventLog(feed.source()),
          since,
          committed -> {
            progress.accept(1);
            touched.addAll(touched(feed, committed.event()));
            if (touched.size() >= HELD) {
              compare(touched, progress, found);
            }
          },
          none -> found.accept(Finding.of(none)));
    }
    compare(touched, progress, found);
    return found.list();
  }

  /** Compares these, as they are now, and forgets them. */
  private void compare(Set<String> ids, LongConsumer progress, Consumer<Finding> found) {
    var view = now();
    var gathered = view.gather(ids::contains, progress);
    gathered.checkpoints().forEach(it -> it.finding(view.now()).ifPresent(found));
    view.each(ids, gathered, it -> it.finding(view.now()).ifPresent(found));
    ids.clear();
  }

  private static Set<String> touched(Feed<?, ?> feed, RecordedEvent event) {
    try {
      return feed.checkpoint() == Checkpoint.IN_DOCUMENT
          ? Set.of(event.stream())
          : feed.documents(event);
    } catch (UnreadableEvent e) {
      // Nobody can say which.
      return Set.of();
    }
  }

  /**
   * Makes documents what their events say, and no others, while projectors write: each is looked at
   * anew, and written only if it has not moved since that look. Running it again does no harm.
   *
   * @return what could not be repaired, as it is now, and why; empty when everything was
   */
  public Map<Finding, String> repair(List<Finding> findings, LongConsumer progress) {
    return new Repair(this::now, views, patience, findings, progress).run();
  }

  /** The first findings, each once. */
  private static final class Findings implements Consumer<Finding> {

    private final Set<Finding> all = new LinkedHashSet<>();

    @Override
    public void accept(Finding finding) {
      if (all.size() < MOST) {
        all.add(finding);
      }
    }

    List<Finding> list() {
      return List.copyOf(all);
    }
  }

  /** Documents and their streams side by side, both in the order of ids. */
  private static final class Walk {

    private final ViewAt view;
    private final Gathering gathered;
    private final Consumer<Finding> found;
    private final Patience.Cursor documents;
    private Optional<Comparison> current = Optional.empty();

    Walk(ViewAt view, Gathering gathered, Consumer<Finding> found) {
      this.view = view;
      this.gathered = gathered;
      this.found = found;
      this.documents = view.patience().documents(view.moment(), view.collection(), "");
    }

    void run(LongConsumer progress) {
      view.own()
          .ifPresent(
              feed ->
                  view.patience()
                      .readByKey(
                          view.sources().eventLog(feed.source()),
                          "",
                          "",
                          slot -> {
                            progress.accept(1);
                            next(feed, slot);
                          },
                          none -> found.accept(Finding.of(none))));
      judge();
      while (documents.peek().isPresent()) {
        progress.accept(1);
        alone();
      }
      for (var id : gathered.rest()) {
        current = Optional.of(view.begin(id, Optional.empty(), gathered));
        judge();
      }
    }

    private void next(Feed<?, ?> feed, Slot slot) {
      var stream = slot.stream();
      if (current.filter(it -> it.key().id().equals(stream)).isEmpty()) {
        judge();
        while (documents.peek().filter(it -> it.id().compareTo(stream) < 0).isPresent()) {
          alone();
        }
        var there =
            documents.peek().filter(it -> it.id().equals(stream)).map(it -> documents.next());
        current = Optional.of(view.begin(stream, there, gathered));
      }
      current.get().next(feed, slot, view.late());
    }

    /** A document without a stream of its own. */
    private void alone() {
      var document = documents.next();
      current = Optional.of(view.begin(document.id(), Optional.of(document), gathered));
      judge();
    }

    private void judge() {
      current.flatMap(it -> it.finding(view.now())).ifPresent(found);
      current = Optional.empty();
    }
  }
}
