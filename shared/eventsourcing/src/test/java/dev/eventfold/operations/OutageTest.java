package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.Tab;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * A day on which nothing arrived, in a process that can't hold its events, of 2 KiB each. {@code
 * -Doutage.events=300000} for a day of the size that the design is made for.
 */
class OutageTest {

  private static final int EVENTS = Integer.getInteger("outage.events", 60_000);
  private static final Duration GAP = Duration.ofDays(1).dividedBy(EVENTS);

  private record Numbered(long commit) implements Revision {}

  /** Each event is made when it is read. */
  private record Day(Instant noon) implements EventLog {

    @Override
    public void readByKey(String from, String before, Consumer<Slot> each) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void readByTime(Instant from, Instant before, Predicate<Committed> each) {
      var day = Duration.ofDays(1);
      long first = Math.max(0, Math.ceilDiv(Duration.between(noon, from).toNanos(), GAP.toNanos()));
      for (long n = first; n < EVENTS; n++) {
        var at = noon.plus(GAP.multipliedBy(n));
        if (!at.isBefore(before)
            || !each.test(new Committed(new Slot(event(n)), at, noon.plus(day)))) {
          return;
        }
      }
    }

    private static RecordedEvent event(long n) {
      var note = "x".repeat(2_048) + n;
      return Tab.recorded(
          "tab-" + n, 1, "opened", "{\"table\":\"7\",\"note\":\"%s\"}".formatted(note));
    }
  }

  /** Remembers the place and counts the rest: a view would take more memory than is there. */
  private static final class Counting implements QueryStore {
    private final Map<Key, Document> places = new HashMap<>();
    private final BitSet written = new BitSet();
    private long commits;

    @Override
    public Map<Key, Document> get(Collection<Key> keys) {
      var found = new HashMap<>(places);
      found.keySet().retainAll(keys);
      return found;
    }

    @Override
    public List<Revision> commit(List<Write> writes) {
      var revision = new Numbered(++commits);
      for (var write : writes) {
        if (write.collection().equals(ReconcilerPlace.COLLECTION)) {
          var key = new Key(write.collection(), write.content().id());
          places.put(key, new Document(write.content(), revision));
        } else {
          written.set(Integer.parseInt(write.content().id().replace("tab-", "")));
        }
      }
      return List.of(revision);
    }

    @Override
    public void remove(Key key, Revision revision) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DocumentReader snapshot() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Document> page(String collection, Query query) {
      throw new UnsupportedOperationException();
    }
  }

  /** In a process of its own. Prints a line per run: events, repaired, whether there is more. */
  public static void main(String[] arguments) {
    var views = new Counting();
    var store = new InMemoryEventStore();
    var day = new Day(Tab.NOON);
    var sources =
        new EventStores() {
          @Override
          public EventStore eventStore(String service) {
            return store;
          }

          @Override
          public EventLog eventLog(String service) {
            return day;
          }
        };
    var clock = new Instant[] {Tab.NOON.plus(Duration.ofDays(2))};
    boolean hasMore = true;
    while (hasMore) {
      var report =
          new Reconciler(Tab.BILLS, sources, views)
              .republishing(event -> {})
              .clock(() -> clock[0] = clock[0].plusMillis(1))
              .run(clock[0].plusMillis(EVENTS / 4));
      System.out.printf("%d %d %s%n", report.events(), report.repaired(), report.hasMore());
      hasMore = report.hasMore();
    }
    System.out.println(views.written.cardinality());
  }

  @Test
  void aDayOfEventsIsReconciledInStepsAndInLittleMemory() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                    .orElse(System.getProperty("java.class.path")),
                "-Doutage.events=" + EVENTS,
                OutageTest.class.getName())
            .redirectErrorStream(true)
            .start();
    var lines = process.inputReader().lines().toList();
    assertEquals(0, process.waitFor(), lines::toString);
    long settled = Duration.ofDays(1).minus(Reconciler.GRACE).dividedBy(GAP) + 1;
    assertEquals(Long.toString(settled), lines.getLast());
    var runs = lines.subList(0, lines.size() - 1);
    assertTrue(runs.size() >= 4, runs::toString);
    runs.forEach(run -> assertTrue(!run.startsWith("0 "), runs::toString));
  }
}
