package dev.eventfold.operations;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventLog.Committed;
import dev.eventfold.store.EventLog.Slot;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * For work that takes minutes or hours: a store that does not answer for a while does not end it,
 * and nothing is read from the start again.
 */
public record Patience(Backoff backoff) {

  /** With a backoff that doubles from 10 ms, about a minute in all. */
  static final int ATTEMPTS = 13;

  private static final int PAGE = 300;

  /** Longer than a commit takes. */
  private static final Duration SURELY_SEEN = Duration.ofMinutes(1);

  /** One attempt more: it repeats the first time at once. */
  private RetryPolicy retries() {
    return new RetryPolicy(ATTEMPTS + 1, backoff);
  }

  /**
   * The answer of a call that can be repeated.
   *
   * @throws TransientFailure there was none, many times in a row
   */
  public <T> T await(Supplier<T> call) {
    return retries().retry(attempt -> call.get(), TransientFailure.class);
  }

  /** The same where there is no answer. */
  public void run(Runnable call) {
    retries().run(attempt -> call.run(), TransientFailure.class);
  }

  /**
   * Streams in the order of keys, see {@link EventLog#readByKey}; each place once, and the first of
   * a hole as if it were there.
   *
   * @param from the first key: of a place of a stream, where the scan begins behind others of it
   * @param none is told of every place without an event, and of whatever else is there
   * @throws IllegalStateException a stream's id begins another's: then documents, which come in the
   *     order of their ids, would come in another order than streams
   */
  public void readByKey(
      EventLog history, String from, String before, Consumer<Slot> each, Consumer<NoEvent> none) {
    var places = new Places(from, each, none);
    scan(
        from,
        (start, place) ->
            history.readByKey(
                start,
                before,
                // A blank: behind the key, and before whatever comes after it.
                slot -> place.pass(() -> places.accept(slot), slot.key() + " ")));
  }

  /** The places of streams without a gap. */
  private static final class Places implements Consumer<Slot> {

    private final Consumer<Slot> each;
    private final Consumer<NoEvent> none;
    private String stream;
    private long version;

    Places(String from, Consumer<Slot> each, Consumer<NoEvent> none) {
      this.each = each;
      this.none = none;
      var first = new Slot("", from, Optional.empty());
      this.stream = first.stream();
      this.version = Math.max(first.version() - 1, 0);
    }

    @Override
    public void accept(Slot slot) {
      if (!slot.isOfAStream()) {
        none.accept(new NoEvent(slot.service(), slot.key()));
        return;
      }
      if (slot.stream().compareTo(stream) < 0) {
        throw new IllegalStateException(
            "the id of %s begins the one of %s".formatted(slot.stream(), stream));
      }
      if (!slot.stream().equals(stream)) {
        stream = slot.stream();
        version = 0;
      }
      if (slot.version() > version + 1) {
        var hole = RecordedEvent.key(stream, version + 1);
        one(new Slot(slot.service(), hole, Optional.empty()));
      }
      version = slot.version();
      one(slot);
    }

    private void one(Slot slot) {
      if (slot.readable().isEmpty()) {
        none.accept(new NoEvent(slot.service(), slot.key()));
      }
      each.accept(slot);
    }
  }

  /**
   * What was taken since a time in the order of commits, see {@link EventLog#readByTime}; some of
   * it more than once. Ends soon after the first look's own time, however fast more events come.
   *
   * @param none is told of what is no event
   */
  public void since(
      EventLog history, Instant from, Consumer<Committed> each, Consumer<NoEvent> none) {
    var end = new Instant[1];
    scan(
        from,
        (start, place) ->
            history.readByTime(
                start,
                EventLog.END,
                committed -> {
                  if (end[0] == null) {
                    end[0] = committed.seenAt().plus(SURELY_SEEN);
                  }
                  if (committed.at().isAfter(end[0])) {
                    return false;
                  }
                  var slot = committed.slot();
                  Runnable work =
                      slot.readable().isPresent()
                          ? () -> each.accept(committed)
                          : () -> none.accept(new NoEvent(slot.service(), slot.key()));
                  place.pass(work, committed.at());
                  return true;
                }));
  }

  /** Scans on from where it came to, as long as it comes any further. */
  private <T> void scan(T from, BiConsumer<T, Place<T>> scan) {
    var place = new Place<>(from);
    for (int failures = 1; ; failures++) {
      var start = place.next;
      try {
        scan.accept(start, place);
        return;
      } catch (TransientFailure e) {
        if (!place.next.equals(start)) {
          failures = 1;
        }
        if (place.isBusy || failures == ATTEMPTS) {
          throw e;
        }
        backoff.pause(failures);
      }
    }
  }

  /** How far a scan has come; busy while it is not the scan that would fail. */
  private static final class Place<T> {

    private T next;
    private boolean isBusy;

    Place(T next) {
      this.next = next;
    }

    void pass(Runnable work, T after) {
      isBusy = true;
      work.run();
      isBusy = false;
      next = after;
    }
  }

  /** The documents of a collection in the order of their ids, a page at a time. */
  final class Cursor {

    private final DocumentReader reader;
    private final String collection;
    private final String prefix;
    private Query query;
    private List<Document> page = List.of();
    private int at;
    private boolean isLast;

    private Cursor(DocumentReader reader, String collection, String prefix) {
      this.reader = reader;
      this.collection = collection;
      this.prefix = prefix;
      var first = Query.first(PAGE);
      this.query = prefix.isEmpty() ? first : first.afterId(prefix);
    }

    /** The next one, which stays the next. */
    Optional<Document> peek() {
      if (at == page.size() && !isLast) {
        page = await(() -> reader.page(collection, query));
        at = 0;
        isLast = page.size() < PAGE;
        if (!page.isEmpty()) {
          query = query.after(page.getLast());
        }
      }
      return at == page.size()
          ? Optional.empty()
          : Optional.of(page.get(at)).filter(document -> document.id().startsWith(prefix));
    }

    Document next() {
      var next = peek().orElseThrow();
      at++;
      return next;
    }
  }

  /**
   * @param prefix of the ids that are wanted
   */
  Cursor documents(DocumentReader reader, String collection, String prefix) {
    return new Cursor(reader, collection, prefix);
  }
}
