package dev.eventfold.operations;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventLog.Committed;
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

  /**
   * The answer of a call that can be repeated.
   *
   * @throws TransientFailure there was none, many times in a row
   */
  public <T> T await(Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (TransientFailure e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        backoff.pause(attempt);
      }
    }
  }

  /**
   * Events in the order of their keys, see {@link EventLog#streams}; each once.
   *
   * @throws IllegalStateException a stream's id begins another's: then documents, which come in the
   *     order of their ids, would come in another order than streams
   */
  public void streams(EventLog history, String from, String before, Consumer<RecordedEvent> each) {
    var last = new String[] {""};
    scan(
        from,
        (start, place) ->
            history.streams(
                start,
                before,
                event -> {
                  if (event.stream().compareTo(last[0]) < 0) {
                    throw new IllegalStateException(
                        "the id of %s begins the one of %s".formatted(event.stream(), last[0]));
                  }
                  last[0] = event.stream();
                  var next = RecordedEvent.key(event.stream(), event.version() + 1);
                  place.pass(() -> each.accept(event), next);
                }));
  }

  /**
   * Events since a time in the order of their commits, see {@link EventLog#between}; some of them
   * more than once. Ends soon after the first look's own time, however fast more events come.
   */
  public void since(EventLog history, Instant from, Consumer<Committed> each) {
    var end = new Instant[1];
    scan(
        from,
        (start, place) ->
            history.between(
                start,
                EventLog.END,
                committed -> {
                  if (end[0] == null) {
                    end[0] = committed.seenAt().plus(SURELY_SEEN);
                  }
                  if (committed.at().isAfter(end[0])) {
                    return false;
                  }
                  place.pass(() -> each.accept(committed), committed.at());
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
