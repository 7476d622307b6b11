package dev.eventfold.operations;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.CorruptDocument;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.json.Json;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projector;
import dev.eventfold.store.EventLog.Slot;
import dev.eventfold.store.EventStores;
import dev.eventfold.store.TransientFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Makes a new collection of a view from all of history, in two steps. First it {@link #fill fills}
 * the collection, into which no projector writes yet: it folds in memory and writes each document
 * once. Then, once live events go into the collection as well, it {@link #catchUp catches up} with
 * what came meanwhile, by the same projectors. Projections are pure: nothing but documents comes of
 * it.
 *
 * <p>Costs one read an event, and one write a document (and a stream, where checkpoints are
 * documents of their own). However long history is, it holds a page of events and a batch of
 * documents for each of its parts, and the documents that are made of many streams (a book, of all
 * loans).
 */
public final class Rebuild {

  /** Ids of aggregates are UUIDs: their first digit splits them evenly. */
  private static final int PARTS = 16;

  private static final int AT_ONCE = 16;
  private static final int MOST_UNREADABLE = 1_000;
  private static final String PLACES = "rebuilds";

  private final List<Feed<?, ?>> feeds;
  private final String target;
  private final EventStores sources;
  private final QueryStore views;
  private final Patience patience;
  private final Parallel parallel;
  private InstantSource clock = InstantSource.system();
  private final Map<String, Document.Content> gathered = new TreeMap<>();
  private final ConcurrentLinkedQueue<String> unreadable = new ConcurrentLinkedQueue<>();

  /**
   * @param feeds all of the view's, into the new collection
   */
  public Rebuild(
      List<Feed<?, ?>> feeds,
      EventStores sources,
      QueryStore views,
      Backoff backoff,
      Parallel parallel) {
    this.feeds = List.copyOf(feeds);
    this.target = feeds.getFirst().view().collection();
    this.sources = sources;
    this.views = views;
    this.patience = new Patience(backoff);
    this.parallel = parallel;
  }

  /**
   * @param source says which entries of a log have expired: those are not made again
   */
  public Rebuild clock(InstantSource source) {
    clock = source;
    return this;
  }

  /**
   * Whether a fill that was interrupted can go on where it stopped. What is made of many streams is
   * in memory until the end: then only an empty collection can be filled.
   */
  public static boolean canGoOn(List<Feed<?, ?>> feeds) {
    return feeds.stream().noneMatch(feed -> feed.checkpoint() == Checkpoint.PER_STREAM);
  }

  /**
   * Fills the collection. Nothing that is there is written over, but by what has applied more.
   *
   * @param progress is told of every event, by ones
   * @return what could not be applied because it can't be understood, or is no event; what comes
   *     before it in its stream is applied
   * @throws IllegalStateException somebody else writes into the collection
   */
  public List<String> fill(LongConsumer progress) {
    each(Checkpoint.PER_STREAM, feed -> parts(feed, part -> new ManyStreams(feed, part, progress)));
    each(Checkpoint.IN_DOCUMENT, feed -> parts(feed, part -> new OwnStreams(feed, part, progress)));
    each(Checkpoint.NONE, feed -> parts(feed, part -> new Log(feed, part, progress)));
    var rest = new Bulk(views, patience, canGoOn(feeds));
    gathered.values().forEach(content -> rest.put(target, content));
    rest.flush();
    forget();
    return List.copyOf(unreadable);
  }

  private void each(Checkpoint checkpoint, Consumer<Feed<?, ?>> fill) {
    feeds.stream().filter(feed -> feed.checkpoint() == checkpoint).forEach(fill);
  }

  private void parts(Feed<?, ?> feed, IntFunction<Part> make) {
    var history = sources.eventLog(feed.source());
    parallel.run(
        IntStream.range(0, PARTS)
            .<Runnable>mapToObj(
                number ->
                    () -> {
                      var part = make.apply(number);
                      patience.readByKey(
                          history,
                          part.from(),
                          number == PARTS - 1 ? "" : digit(number + 1),
                          part,
                          this::note);
                      part.end();
                    })
            .toList());
  }

  private static String digit(int part) {
    return String.valueOf(HexFormat.of().toLowHexDigit(part));
  }

  private void note(RuntimeException e) {
    if (unreadable.size() < MOST_UNREADABLE) {
      unreadable.add(e.getMessage());
    }
  }

  /** The streams of a part of all ids, one after another, as far as they can be understood. */
  private abstract class Part implements Consumer<Slot> {

    final Feed<?, ?> feed;
    final Bulk bulk = new Bulk(views, patience, canGoOn(feeds));
    private final int number;
    private final LongConsumer progress;
    private String stream = "";
    private boolean isStuck;

    Part(Feed<?, ?> feed, int number, LongConsumer progress) {
      this.feed = feed;
      this.number = number;
      this.progress = progress;
    }

    @Override
    public void accept(Slot slot) {
      progress.accept(1);
      if (!slot.stream().equals(stream)) {
        endOfStream();
        stream = slot.stream();
        isStuck = false;
        begin(stream);
      }
      try {
        if (!isStuck) {
          next(slot.event());
        }
      } catch (NoEvent e) {
        isStuck = hasOrder();
      } catch (UnreadableEvent e) {
        isStuck = hasOrder();
        note(e);
      }
    }

    private boolean hasOrder() {
      return feed.checkpoint() != Checkpoint.NONE;
    }

    abstract void begin(String id);

    abstract void next(RecordedEvent event);

    /** What the stream has made; nothing for logs, which have written it. */
    abstract Optional<Write> made();

    private void endOfStream() {
      if (!stream.isEmpty()) {
        made().ifPresent(write -> bulk.put(write.collection(), write.content()));
        if (bulk.isDue()) {
          bulk.flush();
          moveTo(stream + "@~");
        }
      }
    }

    void end() {
      endOfStream();
      bulk.flush();
      moveTo(stream + "@~");
    }

    private QueryStore.Key place() {
      return Rebuild.this.place(feed, number);
    }

    /** Where it begins, or goes on. */
    String from() {
      var start = number == 0 ? "" : digit(number);
      return canGoOn(feeds)
          ? patience
              .await(() -> Documents.note(views, place()))
              .map(body -> body.path("from").asText())
              .orElse(start)
          : start;
    }

    private void moveTo(String from) {
      if (canGoOn(feeds) && !stream.isEmpty()) {
        var body = Json.tree(Map.of("from", from));
        var content = new Document.Content(place().id(), 0, Optional.of(body), Map.of());
        var write = new Write(PLACES, content, new Write.Precondition.None());
        try {
          patience.run(() -> views.commit(List.of(write)));
        } catch (QueryStore.ConcurrentWrite busy) {
          // The next place is as good.
        }
      }
    }
  }

  /** Gathers the documents that are made of many streams, and writes how far each stream came. */
  private final class ManyStreams extends Part {

    private Document.Content checkpoint;

    ManyStreams(Feed<?, ?> feed, int number, LongConsumer progress) {
      super(feed, number, progress);
    }

    @Override
    void begin(String id) {
      checkpoint = Document.Content.checkpoint(feed.place(id).id(), 0);
    }

    @Override
    void next(RecordedEvent event) {
      synchronized (gathered) {
        var changed = feed.evolve(event, Rebuild.this::soFar);
        gathered.putAll(changed);
        if (!changed.isEmpty()) {
          checkpoint = Document.Content.checkpoint(checkpoint.id(), event.version());
        }
      }
    }

    @Override
    Optional<Write> made() {
      return write(feed.checkpoints(), checkpoint);
    }
  }

  private Document.Content soFar(String id) {
    return gathered.getOrDefault(id, Document.Content.checkpoint(id, 0));
  }

  /** Writes the document of each stream, with what was gathered for it. */
  private final class OwnStreams extends Part {

    private Document.Content content;

    OwnStreams(Feed<?, ?> feed, int number, LongConsumer progress) {
      super(feed, number, progress);
    }

    @Override
    void begin(String id) {
      synchronized (gathered) {
        content = soFar(id);
        gathered.remove(id);
      }
    }

    @Override
    void next(RecordedEvent event) {
      content = feed.evolve(content, event);
    }

    @Override
    Optional<Write> made() {
      return write(target, content);
    }
  }

  /** Writes a document for each event. */
  private final class Log extends Part {

    Log(Feed<?, ?> feed, int number, LongConsumer progress) {
      super(feed, number, progress);
    }

    @Override
    void begin(String id) {}

    @Override
    void next(RecordedEvent event) {
      feed.entry(event)
          .filter(content -> !content.isExpired(clock.instant()))
          .ifPresent(content -> bulk.put(target, content));
    }

    @Override
    Optional<Write> made() {
      return Optional.empty();
    }
  }

  private static Optional<Write> write(String collection, Document.Content content) {
    return content.isBlank()
        ? Optional.empty()
        : Optional.of(new Write(collection, content, new Write.Precondition.Absent()));
  }

  /** The places are of no use any more; left behind, they would do no harm. */
  private void forget() {
    for (var feed : feeds) {
      for (int part = 0; part < PARTS; part++) {
        var key = place(feed, part);
        var place = patience.await(() -> Documents.get(views, key));
        try {
          place.ifPresent(it -> views.remove(key, it.revision()));
        } catch (QueryStore.ConcurrentWrite | TransientFailure e) {
          return;
        }
      }
    }
  }

  private QueryStore.Key place(Feed<?, ?> feed, int part) {
    return new QueryStore.Key(PLACES, target + "~" + feed.source() + "~" + digit(part));
  }

  /**
   * Lets projectors apply what the store took since before the fill began. Live events must go into
   * the collection by now.
   *
   * @param progress is told of every event, by ones
   * @return what could not be applied because it can't be understood, or is no event
   */
  public List<String> catchUp(Instant since, LongConsumer progress) {
    for (var feed : feeds) {
      var projector =
          feed.projector(sources.eventStore(feed.source()), views, patience.backoff(), clock);
      var batch = new ArrayList<RecordedEvent>();
      // Not all at once for the same document: live events would lose every race for it.
      var several = feed.checkpoint() == Checkpoint.PER_STREAM ? Parallel.IN_TURN : parallel;
      Runnable apply =
          () -> {
            several.run(
                batch.stream().<Runnable>map(event -> () -> apply(projector, event)).toList());
            batch.clear();
          };
      patience.since(
          sources.eventLog(feed.source()),
          since,
          committed -> {
            progress.accept(1);
            batch.add(committed.event());
            if (batch.size() == AT_ONCE) {
              apply.run();
            }
          },
          this::note);
      apply.run();
    }
    return List.copyOf(unreadable);
  }

  private void apply(Projector<?, ?> projector, RecordedEvent event) {
    try {
      patience.run(() -> projector.on(event));
    } catch (UnreadableEvent | NoEvent | CorruptDocument e) {
      note(e);
    }
  }
}
