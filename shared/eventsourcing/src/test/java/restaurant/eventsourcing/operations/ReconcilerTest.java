package restaurant.eventsourcing.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.eventsourcing.Tab;

class ReconcilerTest {

  private final Bar bar = new Bar();
  private final List<RecordedEvent> republished = new ArrayList<>();
  private Instant now = Tab.NOON.plus(Duration.ofHours(1));

  private Reconciler.Report run(int feed) {
    return new Reconciler(
            Bar.FEEDS.get(feed),
            bar,
            bar.views,
            republished::add,
            Reconciler.GRACE,
            () -> now,
            attempt -> {})
        .run();
  }

  /** Stored, and never delivered: its trigger was lost for good. */
  private List<RecordedEvent> lose(String tab) {
    var lost = Tab.recorded(tab, 3);
    bar.events.append(lost, List.of());
    return lost;
  }

  @Test
  void whatArrivedIsLeftAlone() {
    for (int feed = 0; feed < 3; feed++) {
      assertEquals(List.of(), run(feed).mended());
    }
    assertEquals(List.of(), republished);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatWasLostIsAppliedAndPublishedAgain(int feed) {
    var lost = lose("lost");
    var relevant = feed == 1 ? lost.subList(1, 4) : lost;
    assertEquals(relevant, run(feed).mended());
    assertEquals(relevant, republished);
    assertTrue(
        bar.verifier(Bar.FEEDS.get(feed)).verify(read -> {}).isEmpty(), "the view is right again");
    assertEquals(List.of(), run(feed).mended());
  }

  @Test
  void historyIsLookedAtOnce() {
    assertEquals(bar.tabs.stream().mapToInt(List::size).sum(), run(0).events());
    now = now.plus(Duration.ofMinutes(5));
    assertEquals(0, run(0).events());
  }

  @Test
  void whatMayStillArriveIsNotTouched() {
    now = Tab.NOON.plus(Reconciler.GRACE).plusSeconds(2);
    var old = lose("old");
    bar.now = Tab.NOON.plusSeconds(2);
    lose("young");
    assertEquals(old, run(0).mended());
  }

  @Test
  void whatCannotBeReadIsToldAndHoldsUpNothingElse() {
    bar.events.append(List.of(Tab.recorded("bad", 1, "opened", "{\"table\":7}")), List.of());
    var lost = lose("lost");
    var report = run(0);
    assertEquals(lost, report.mended());
    assertEquals(1, report.unreadable().size());
  }
}
