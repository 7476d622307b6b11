package restaurant.ops.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.operations.Patience;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventLog.Slot;
import dev.eventfold.store.TransientFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final List<String> shown = new ArrayList<>();
  private int held;
  private int mostHeld;

  /** A service's events, which counts those that it has told and nobody has shown yet. */
  private final class Log implements EventLog {

    private final List<Committed> all = new ArrayList<>();
    private int failures;

    void took(String id, Instant at) {
      var event =
          new RecordedEvent(
              id,
              "menu",
              id,
              1,
              "type",
              1,
              at,
              Json.parse("{}"),
              new Metadata("", "", "", "", "", ""));
      took(new Slot(event), at);
    }

    void took(Slot slot, Instant at) {
      all.add(new Committed(slot, at, at));
      all.sort(Comparator.comparing(Committed::at));
    }

    @Override
    public void readByKey(String from, String before, Consumer<Slot> each) {
      throw new IllegalStateException("nobody asks for streams");
    }

    @Override
    public void readByTime(Instant from, Instant before, Predicate<Committed> each) {
      int told = 0;
      for (var committed : List.copyOf(all)) {
        if (!committed.at().isBefore(from) && committed.at().isBefore(before)) {
          if (told++ == 2 && failures-- > 0) {
            throw new TransientFailure("not now", null);
          }
          held++;
          if (!each.test(committed)) {
            held--;
            return;
          }
          mostHeld = Math.max(mostHeld, held);
        }
      }
    }
  }

  private void show(Slot slot) {
    shown.add(slot.stream());
    held--;
  }

  private static Timeline timeline(EventLog... logs) {
    return new Timeline(List.of(logs), NOON, new Patience(attempt -> {}));
  }

  @Test
  void howMuchHasHappenedIsNoMatterOfMemory() {
    var menu = new Log();
    var orders = new Log();
    int events = 5 * Timeline.PAGE;
    for (int n = 0; n < events; n++) {
      (n % 5 == 0 ? menu : orders).took("%05d".formatted(n), NOON.plusSeconds(n));
    }
    timeline(menu, orders).next(this::show);
    assertEquals(IntStream.range(0, events).mapToObj("%05d"::formatted).toList(), shown);
    assertTrue(mostHeld <= 2 * Timeline.PAGE, () -> mostHeld + " events");
  }

  @Test
  void whatIsOfOneMomentIsAllShown() {
    var menu = new Log();
    for (int n = 0; n < 2 * Timeline.PAGE; n++) {
      menu.took("" + n, NOON.plusSeconds(n < Timeline.PAGE - 1 ? 1 : 2));
    }
    timeline(menu).next(this::show);
    assertEquals(2 * Timeline.PAGE, shown.size());
  }

  @Test
  void whatComesLateIsShownAndNothingTwice() {
    var menu = new Log();
    var orders = new Log();
    var timeline = timeline(menu, orders);
    menu.took("before", NOON.minusSeconds(1));
    menu.took("first", NOON.plusSeconds(1));
    orders.took("second", NOON.plusSeconds(30));
    timeline.next(this::show);
    assertEquals(List.of("first", "second"), shown);

    menu.took("late", NOON.plusSeconds(29));
    orders.took("third", NOON.plusSeconds(31));
    timeline.next(this::show);
    timeline.next(this::show);
    assertEquals(List.of("first", "second", "late", "third"), shown);
  }

  @Test
  void whatIsNoEventIsShownAmongTheEventsOnce() {
    var menu = new Log();
    var timeline = timeline(menu);
    menu.took("before", NOON.plusSeconds(1));
    menu.took(new Slot("menu", "odd", Optional.empty()), NOON.plusSeconds(2));
    menu.took("after", NOON.plusSeconds(3));
    timeline.next(this::show);
    timeline.next(this::show);
    assertEquals(List.of("before", "odd", "after"), shown);
  }

  @Test
  void aStoreThatFailsNowAndThenEndsNothing() {
    var menu = new Log();
    for (int n = 0; n < 10; n++) {
      menu.took("" + n, NOON.plusSeconds(n));
    }
    menu.failures = 5;
    timeline(menu).next(slot -> shown.add(slot.stream()));
    assertEquals(IntStream.range(0, 10).mapToObj(n -> "" + n).toList(), shown);
  }
}
