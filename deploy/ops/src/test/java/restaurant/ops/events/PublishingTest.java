package restaurant.ops.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.eventfold.concurrent.Parallel;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.operations.Patience;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.TransientFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import restaurant.ops.Memory;

class PublishingTest {

  private static final Patience PATIENCE = new Patience(attempt -> {});
  private static final int GUESTS = 50;
  private static final int EVENTS = GUESTS * 4;

  private final Memory memory = new Memory();
  private final List<String> published = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private int calls;

  private void guests(int number) {
    for (int n = 0; n < number; n++) {
      memory.signedUp("guest-%05d".formatted(n), 3);
    }
  }

  private synchronized void publish(RecordedEvent event) {
    published.add(event.key());
  }

  private <P> Publishing<P> to(EventBus bus, P from) {
    return new Publishing<>(
        bus,
        Parallel.threads(16),
        PATIENCE,
        from,
        at -> told.add(at.published() + " " + at.place()));
  }

  private void byKey(Publishing<String> publishing) {
    PATIENCE.readByKey(
        memory.eventLog("customers"),
        publishing.place(),
        "",
        slot -> publishing.add(slot.event(), RecordedEvent.key(slot.stream(), slot.version() + 1)),
        none -> fail(none.getMessage()));
    publishing.flush();
  }

  private void byTime(Publishing<Instant> publishing) {
    PATIENCE.since(
        memory.eventLog("customers"),
        publishing.place(),
        committed -> publishing.add(committed.event(), committed.at()),
        none -> fail(none.getMessage()));
    publishing.flush();
  }

  /** Takes a hundred, and then none. */
  private synchronized void refuse(RecordedEvent event) {
    if (calls++ >= 100) {
      throw new TransientFailure("Pub/Sub is away", null);
    }
    publish(event);
  }

  private void assertAllWithFewTwice() {
    assertEquals(EVENTS, new TreeSet<>(published).size());
    assertTrue(
        published.size() <= EVENTS + Publishing.AT_ONCE, () -> published.size() + " published");
  }

  @Test
  void aTopicThatFailsNowAndThenEndsNothing() {
    guests(GUESTS);
    var refused = ConcurrentHashMap.newKeySet();
    byKey(
        to(
            event -> {
              if (refused.add(event)) {
                throw new TransientFailure("not now", null);
              }
              publish(event);
            },
            ""));
    assertEquals(EVENTS, published.size());
    assertEquals(EVENTS, new TreeSet<>(published).size());
  }

  @Test
  void whatWasGivenUpGoesOnAtItsKey() {
    guests(GUESTS);
    var first = to(this::refuse, "");
    assertThrows(TransientFailure.class, () -> byKey(first));
    assertTrue(first.published() > 0);
    var second = to(this::publish, first.place());
    byKey(second);
    assertAllWithFewTwice();
    assertEquals(EVENTS, first.published() + second.published());
  }

  @Test
  void whatWasGivenUpGoesOnAtItsTime() {
    guests(GUESTS);
    var first = to(this::refuse, Instant.EPOCH);
    assertThrows(TransientFailure.class, () -> byTime(first));
    byTime(to(this::publish, first.place()));
    assertAllWithFewTwice();
  }

  @Test
  void itTellsItsPlaceNowAndThenForWhoeverInterruptsIt() {
    guests(Publishing.STEP / 4 + 10);
    byKey(to(event -> {}, ""));
    assertEquals(List.of("10016 guest-02503@0000000005"), told);
  }
}
