package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.operations.Finding;
import dev.eventfold.operations.Verifier;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import restaurant.audit.Audit;
import restaurant.system.Restaurant;

/** What must be true of a system once traffic has been through it. */
public final class Outcome {

  private static final long PATIENCE_SECONDS = 180;

  /** For so long, what is behind may catch up by itself. */
  private static final long ALONE_SECONDS = 30;

  private static final Duration LOOK_EVERY = Duration.ofMillis(300);

  private final Backend backend;

  public Outcome(Backend backend) {
    this.backend = backend;
  }

  /** Waits until every view is the fold of its events, all of them. */
  public void assertEveryViewBecomesTheFoldOfItsEvents() {
    assertEveryViewBecomesTheFoldOfItsEvents(() -> {});
  }

  /**
   * @param help what is done when a view is not there after a while
   */
  public void assertEveryViewBecomesTheFoldOfItsEvents(Runnable help) {
    long alone = System.nanoTime() + ALONE_SECONDS * 1_000_000_000L;
    long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    for (var view : Restaurant.keepingTheLogFor(Audit.retention()).views().entrySet()) {
      // Where readers read it: it may have been rebuilt.
      var current = CurrentViews.place(backend.queryStore(), view.getKey()).current();
      var opening = Restaurant.SYSTEM.opening(view.getKey(), backend);
      var feeds = view.getValue().stream().<Feed<?, ?>>map(feed -> feed.into(current)).toList();
      List<Finding> findings;
      do {
        findings =
            new Verifier(
                    feeds,
                    opening,
                    opening.queryStore(),
                    backend.clock(),
                    Duration.ZERO,
                    backend.backoff())
                .verify(read -> {});
        // What is behind may catch up; what is wrong stays wrong.
        assertEquals(
            List.of(), findings.stream().filter(it -> it.kind() == Finding.Kind.DIFFERS).toList());
        assertTrue(findings.isEmpty() || System.nanoTime() < end, findings.toString());
        if (!findings.isEmpty()) {
          // Looking takes the emulator's time from what it is to show.
          LockSupport.parkNanos(LOOK_EVERY.toNanos());
          if (System.nanoTime() > alone) {
            help.run();
          }
        }
      } while (!findings.isEmpty());
    }
  }

  /** Every accepted command is in the history exactly once, and nothing else is. */
  public void assertHistoryIsWhatWasAccepted(Traffic traffic) {
    var events = new HashMap<String, Integer>();
    var described = new HashMap<String, RecordedEvent>();
    var commands = new HashSet<String>();
    var versions = new HashMap<String, Long>();
    for (var service : Restaurant.SYSTEM.writers()) {
      backend
          .eventLog(service.name())
          .readByKey(
              "",
              "",
              slot -> {
                var event = slot.event();
                events.merge(event.id(), 1, Integer::sum);
                described.put(event.id(), event);
                commands.add(event.metadata().commandId());
                assertContiguous(versions, event);
              });
    }
    var acceptedEvents = new HashMap<String, Integer>();
    var acceptedCommands = new HashSet<String>();
    for (var accepted : traffic.accepted()) {
      if (acceptedCommands.add(accepted.commandId())) {
        accepted.events().forEach(id -> acceptedEvents.merge(id, 1, Integer::sum));
      }
    }
    assertEquals(Set.of(), minus(acceptedEvents, events), "accepted, and not in the history");
    var never = minus(events, acceptedEvents);
    assertEquals(
        Set.of(),
        never,
        () ->
            "in the history, and never accepted: "
                + never.stream().map(event -> described.get(event.getKey())).toList());
    traffic.refused().forEach(refused -> assertTrue(!commands.contains(refused), refused));
  }

  private static Set<Map.Entry<String, Integer>> minus(
      Map<String, Integer> some, Map<String, Integer> others) {
    var rest = new HashSet<>(some.entrySet());
    rest.removeAll(others.entrySet());
    return rest;
  }

  private static void assertContiguous(Map<String, Long> versions, RecordedEvent event) {
    var stream = event.service() + "/" + event.stream();
    assertEquals(versions.getOrDefault(stream, 0L) + 1, event.version(), stream);
    versions.put(stream, event.version());
  }
}
