package restaurant.local.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.firestore.FirestoreEventStore;
import dev.eventfold.json.Json;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Needs(Needs.Tool.EMULATORS)
class EventWatchTest {

  private static final int EVENTS = 100;
  private static final int PER_LISTENER = 1;
  private static final long PATIENCE_SECONDS = 30;

  private static RecordedEvent event(int number, Instant time) {
    return new RecordedEvent(
        "event-" + number,
        "menu",
        "item-" + number,
        1,
        "menuItemAdded",
        1,
        time.truncatedTo(ChronoUnit.MICROS),
        Json.parse("{}"),
        new Metadata("command", "hash", "journey", "command", "", "cook"));
  }

  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> "event-" + number).sorted().toList();
  }

  @Test
  void eachEventComesOnceWhicheverListenerItMeetsAndNoneOfLongAgo() throws Exception {
    var clients =
        new Clients(
            SharedEmulators.newProject(),
            Optional.of(SharedEmulators.get().firestore()),
            Optional.empty(),
            List.of());
    var came = new ConcurrentLinkedQueue<String>();
    var firestore = clients.eventStore();
    try {
      var store = new FirestoreEventStore(() -> firestore, "menu");
      var longAgo = Instant.now().minus(EventWatch.OVERLAP).minus(Duration.ofHours(1));
      store.append(List.of(event(0, longAgo)), List.of());
      firestore.document("menu-events/not-an-event").set(Map.of("timestamp", 1)).get();
      try (var watch = new EventWatch(firestore, "menu", PER_LISTENER, it -> came.add(it.id()))) {
        assertEquals("menu", watch.service());
        for (int number = 1; number <= EVENTS; number++) {
          var event = event(number, Instant.now());
          // The emulator tells its listeners within the commit: one that has just gone fails it,
          // as CANCELLED.
          RetryPolicy.RACES.run(
              attempt -> store.append(List.of(event), List.of()), TransientFailure.class);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (came.size() < EVENTS) {
          assertTrue(System.nanoTime() < end, came::toString);
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
    } finally {
      firestore.shutdownNow();
    }
    assertEquals(ids(1, EVENTS + 1), new ArrayList<>(came).stream().sorted().toList());
  }
}
