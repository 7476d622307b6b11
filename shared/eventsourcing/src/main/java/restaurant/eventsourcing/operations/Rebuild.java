package restaurant.eventsourcing.operations;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import restaurant.eventsourcing.Backoff;
import restaurant.eventsourcing.Checkpoint;
import restaurant.eventsourcing.EventStore;
import restaurant.eventsourcing.Feed;
import restaurant.eventsourcing.QueryStore;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.eventsourcing.Reservation;
import restaurant.eventsourcing.StoreUnavailable;
import restaurant.eventsourcing.UnreadableEvent;

/**
 * Makes a collection of a view from all of history, while live events go into it as well: each is
 * applied by the same listener, so it does not matter who comes first, and running it again does no
 * harm. Projections are pure: nothing but documents comes of it.
 *
 * <p>Costs one read an event, and one write a document for every hundred events of a stream.
 */
public final class Rebuild {

  /** Ids of aggregates are UUIDs: their first digit splits them evenly. */
  private static final int PARTS = 16;

  private final List<Feed<?, ?>> feeds;
  private final Sources sources;
  private final QueryStore views;
  private final Backoff backoff;

  /**
   * @param feeds all of the view's, into the new collection
   */
  public Rebuild(List<Feed<?, ?>> feeds, Sources sources, QueryStore views, Backoff backoff) {
    this.feeds = List.copyOf(feeds);
    this.sources = sources;
    this.views = views;
    this.backoff = backoff;
  }

  /**
   * @param progress is told of every event, by ones
   * @return what could not be applied because it can't be understood
   */
  public List<String> run(LongConsumer progress) {
    var unreadable = new ConcurrentLinkedQueue<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var parts = new ArrayList<Future<Void>>();
      for (var feed : feeds) {
        for (int part = 0; part < PARTS; part++) {
          parts.add(threads.submit(part(feed, part, progress, unreadable::add)));
        }
      }
      for (var part : parts) {
        part.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted", e);
    }
    return List.copyOf(unreadable);
  }

  private Callable<Void> part(
      Feed<?, ?> feed, int part, LongConsumer progress, Consumer<String> unreadable) {
    return () -> {
      var stream = new ArrayList<RecordedEvent>();
      sources
          .eventHistory(feed.source())
          .streams(
              part == 0 ? "" : digit(part),
              part == PARTS - 1 ? "" : digit(part + 1),
              event -> {
                progress.accept(1);
                if (!stream.isEmpty() && !stream.getFirst().stream().equals(event.stream())) {
                  apply(feed, List.copyOf(stream), unreadable);
                  stream.clear();
                }
                stream.add(event);
              });
      apply(feed, List.copyOf(stream), unreadable);
      return null;
    };
  }

  private static String digit(int part) {
    return String.valueOf(HexFormat.of().toLowHexDigit(part));
  }

  private void apply(Feed<?, ?> feed, List<RecordedEvent> stream, Consumer<String> unreadable) {
    var listener = feed.listener(new Read(stream), views, backoff);
    try {
      if (feed.checkpoint() == Checkpoint.NONE) {
        stream.forEach(listener::on);
      } else {
        last(feed, stream).forEach(listener::on);
      }
    } catch (UnreadableEvent e) {
      // What comes before it is applied, as a listener would have done.
      unreadable.accept(e.getMessage());
      readable(feed, stream).forEach(listener::on);
    }
  }

  /** The last event that changes something: with it come all before it. */
  private static List<RecordedEvent> last(Feed<?, ?> feed, List<RecordedEvent> stream) {
    return IntStream.range(0, stream.size())
        .mapToObj(i -> stream.get(stream.size() - 1 - i))
        .filter(
            event ->
                feed.checkpoint() == Checkpoint.IN_DOCUMENT || !feed.documents(event).isEmpty())
        .limit(1)
        .toList();
  }

  private static List<RecordedEvent> readable(Feed<?, ?> feed, List<RecordedEvent> stream) {
    var readable = new ArrayList<RecordedEvent>();
    for (var event : stream) {
      try {
        feed.documents(event);
        readable.add(event);
      } catch (UnreadableEvent e) {
        break;
      }
    }
    return readable;
  }

  /** A stream that was read already: a gap costs nothing more. */
  private record Read(List<RecordedEvent> stream) implements EventStore {

    @Override
    public void append(List<RecordedEvent> events, List<Reservation> reservations) {
      throw new UnsupportedOperationException("history is not written");
    }

    @Override
    public List<RecordedEvent> readAfter(String id, long after, int limit) {
      return stream.stream().skip(after).limit(limit).toList();
    }

    @Override
    public List<RecordedEvent> readRange(String id, long from, long to) {
      return readAfter(id, from - 1, (int) (to - from + 1));
    }

    @Override
    public List<Reservation> taken(List<Reservation> reservations) {
      throw new UnsupportedOperationException("a projection claims nothing");
    }
  }
}
