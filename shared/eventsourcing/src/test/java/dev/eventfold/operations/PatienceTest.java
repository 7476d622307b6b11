package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.Tab;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.TransientFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long tools bear with a store that does not answer. */
class PatienceTest {

  private final Bar bar = new Bar();
  private final List<Integer> pauses = new ArrayList<>();
  private final Patience patience = new Patience(pauses::add);
  private final List<String> read = new ArrayList<>();
  private int scans;

  /** Fails behind so many events of each scan, as long as it has more. */
  private EventLog failing(int behind) {
    return new EventLog() {
      @Override
      public void readByKey(String from, String before, Consumer<Slot> each) {
        scans++;
        var left = new int[] {behind};
        bar.events.readByKey(
            from,
            before,
            slot -> {
              if (left[0]-- == 0) {
                throw new TransientFailure("no answer", null);
              }
              each.accept(slot);
            });
      }

      @Override
      public void readByTime(Instant from, Instant before, Predicate<Committed> each) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private void scan(EventLog log) {
    patience.readByKey(log, "", "", slot -> read.add(slot.key()), none -> {});
  }

  private List<String> all() {
    return bar.tabs.stream().flatMap(List::stream).map(event -> event.key()).toList();
  }

  /** More often than anybody has patience for a store that does not answer at all. */
  @Test
  void aScanThatComesFurtherEachTimeNeverEnds() {
    scan(failing(3));
    assertEquals(all(), read);
    assertEquals(all().size() / 3 + 1, scans);
    assertEquals(IntStream.range(1, scans).map(n -> 1).boxed().toList(), pauses);
  }

  @Test
  void aScanThatComesNoFurtherIsGivenUpAfterThirteenTimes() {
    var log = failing(0);
    assertThrows(TransientFailure.class, () -> scan(log));
    assertEquals(Patience.ATTEMPTS, scans);
    assertEquals(IntStream.range(1, Patience.ATTEMPTS).boxed().toList(), pauses);
  }

  /** Whoever begins in the middle of a stream is told of what is missing there. */
  @Test
  void aHoleWhereAScanBeginsIsSeen() {
    bar.events.append(List.of(Tab.recorded("tab-05", 8, "drunk", "{\"number\":7}")), List.of());
    var holes = new ArrayList<String>();
    patience.readByKey(
        bar.events,
        "tab-05@0000000007",
        "tab-05@~",
        slot -> read.add(slot.key()),
        none -> holes.add(none.key()));
    assertEquals(List.of("tab-05@0000000007"), holes);
    assertEquals(List.of("tab-05@0000000007", "tab-05@0000000008"), read);
  }

  /** What is done with an event has a patience of its own: it is not the scan that failed. */
  @Test
  void whatFailsInTheWorkIsNotScannedAgain() {
    var log = failing(1_000);
    assertThrows(
        TransientFailure.class,
        () ->
            patience.readByKey(
                log,
                "",
                "",
                slot -> {
                  throw new TransientFailure("no answer", null);
                },
                none -> {}));
    assertEquals(1, scans);
  }

  @Test
  void aCallThatFailsIsMadeOnceAtOnceAndThenWithPauses() {
    var calls = new int[1];
    assertThrows(
        TransientFailure.class,
        () ->
            patience.run(
                () -> {
                  calls[0]++;
                  throw new TransientFailure("no answer", null);
                }));
    assertEquals(Patience.ATTEMPTS + 1, calls[0]);
    assertEquals(IntStream.range(1, Patience.ATTEMPTS).boxed().toList(), pauses);
    assertEquals(Tab.NOON, patience.await(() -> Tab.NOON));
  }
}
