package restaurant.ops.events;

import dev.eventfold.json.Json;
import dev.eventfold.operations.Patience;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventLog.Committed;
import dev.eventfold.store.EventLog.Slot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The events of several services in the order in which the store took them, each once, and among
 * them what is no event. However many there are, it holds {@link #PAGE} events of each service, or
 * 4 MiB of payloads and one more, and the keys of those that were taken in the last {@link
 * #OVERLAP}.
 */
final class Timeline {

  /** Events may be seen a little after later ones. */
  static final Duration OVERLAP = Duration.ofSeconds(15);

  /** Where it is cut, up to a hundred events are read that the next page reads again. */
  static final int PAGE = 1_000;

  private static final int PAGE_CHARS = 4 << 20;
  private static final Comparator<Committed> ORDER =
      Comparator.comparing(Committed::at).thenComparing(it -> it.slot().version());

  private final List<EventLog> logs;
  private final Patience patience;
  private final Map<String, Instant> shown = new LinkedHashMap<>();
  private Instant from;

  Timeline(List<EventLog> logs, Instant from, Patience patience) {
    this.logs = logs;
    this.from = from;
    this.patience = patience;
  }

  /** What there is that has not been shown yet. */
  void next(Consumer<Slot> each) {
    var readers = logs.stream().map(Reader::new).toList();
    var last = Optional.<Instant>empty();
    for (var first = first(readers); first.isPresent(); first = first(readers)) {
      var committed = first.get().take();
      var slot = committed.slot();
      if (shown.putIfAbsent(slot.service() + " " + slot.key(), committed.at()) == null) {
        each.accept(slot);
      }
      forget(committed.at().minus(OVERLAP));
      last = Optional.of(committed.at());
    }
    // Never before where it began, and not so far back as to show what is forgotten.
    from = last.map(at -> at.minus(OVERLAP)).filter(from::isBefore).orElse(from);
  }

  private void forget(Instant before) {
    var eldest = shown.values().iterator();
    while (eldest.hasNext() && eldest.next().isBefore(before)) {
      eldest.remove();
    }
  }

  private static Optional<Reader> first(List<Reader> readers) {
    return readers.stream()
        .filter(Reader::hasMore)
        .min(Comparator.comparing(reader -> reader.page.getFirst(), ORDER));
  }

  /** One service's, a page at a time. */
  private final class Reader {

    private final EventLog log;
    private Deque<Committed> page = new ArrayDeque<>();
    private Instant next = from;
    private boolean isAtEnd;

    Reader(EventLog log) {
      this.log = log;
    }

    boolean hasMore() {
      if (page.isEmpty() && !isAtEnd) {
        page = patience.await(this::read);
        if (!page.isEmpty()) {
          next = page.getLast().at().plus(1, ChronoUnit.MICROS);
        }
      }
      return !page.isEmpty();
    }

    private Deque<Committed> read() {
      var read = new ArrayDeque<Committed>();
      var chars = new int[1];
      isAtEnd = true;
      log.readByTime(
          next,
          EventLog.END,
          committed -> {
            boolean isFull = read.size() >= PAGE || chars[0] >= PAGE_CHARS;
            // Those of one moment belong to one page: the next one begins with a moment.
            isAtEnd = !isFull || !committed.at().isAfter(read.getLast().at());
            if (isAtEnd) {
              read.add(committed);
              chars[0] += chars(committed.slot());
            }
            return isAtEnd;
          });
      return read;
    }

    private static int chars(Slot slot) {
      return slot.readable().map(event -> Json.text(event.payload()).length()).orElse(0);
    }

    Committed take() {
      return page.removeFirst();
    }
  }
}
