package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.Tab;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcilerTest {

  private static final int BILLS = 0;
  private static final int LOG = 2;
  private static final Duration SETTLED = Reconciler.GRACE.plusMillis(1);

  private final Bar bar = new Bar();
  private final List<RecordedEvent> republished = new ArrayList<>();
  private final List<RecordedEvent> repaired = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private Consumer<RecordedEvent> topic = republished::add;
  private Parallel parallel = Parallel.threads(16);

  /** How far its clock is ahead of the store's. */
  private Duration skew = Duration.ZERO;

  private Instant clock = Instant.EPOCH;

  /** Its own clock goes by this at each look at it. */
  private Duration pace = Duration.ZERO;

  ReconcilerTest() {
    later(Duration.ofHours(1));
  }

  private void later(Duration time) {
    bar.now = bar.now.plus(time);
  }

  private Reconciler.Report run(int feed, Duration atMost) {
    repaired.clear();
    failed.clear();
    clock = bar.now.plus(skew);
    return new Reconciler(Bar.FEEDS.get(feed), bar, views)
        .parallel(parallel)
        .republishing(event -> topic.accept(event))
        .clock(() -> clock = clock.plus(pace))
        .backoff(attempt -> {})
        .telling(
            new Reconciler.Witness() {
              @Override
              public void repaired(RecordedEvent event) {
                repaired.add(event);
              }

              @Override
              public void failed(String what, RuntimeException why) {
                failed.add(what);
              }
            })
        .run(clock.plus(atMost));
  }

  private Reconciler.Report run(int feed) {
    return run(feed, Duration.ofMinutes(1));
  }

  /** Stored, and never delivered: its trigger was lost for good. */
  private List<RecordedEvent> lose(String tab, int drinks) {
    var lost = Tab.recorded(tab, drinks);
    bar.events.append(lost, List.of());
    return lost;
  }

  private List<RecordedEvent> lose(String tab) {
    return lose(tab, 3);
  }

  private void assertRight(int feed) {
    assertEquals(List.of(), bar.verifier(Bar.FEEDS.get(feed)).verify(read -> {}));
  }

  @Test
  void whatArrivedIsLeftAlone() {
    for (int feed = 0; feed < 3; feed++) {
      assertEquals(0, run(feed).repaired());
    }
    assertEquals(List.of(), republished);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatWasLostIsAppliedAndPublishedAgain(int feed) {
    var lost = lose("lost");
    later(SETTLED);
    var relevant = feed == 1 ? lost.subList(1, 4) : lost;
    assertEquals(relevant.size(), run(feed).repaired());
    assertEquals(relevant, repaired);
    assertEquals(relevant, republished);
    assertRight(feed);
    assertEquals(0, run(feed).repaired());
  }

  @Test
  void itIsAppliedBeforeItIsPublished() {
    var lost = lose("lost");
    later(SETTLED);
    topic = event -> assertEquals(lost, repaired);
    run(BILLS);
    assertEquals(List.of(), failed);
  }

  @Test
  void historyIsLookedAtOnce() {
    assertEquals(bar.tabs.stream().mapToInt(List::size).sum(), run(BILLS).events());
    later(Duration.ofMinutes(5));
    assertEquals(0, run(BILLS).events());
    lose("new");
    later(Duration.ofMinutes(5));
    assertEquals(4, run(BILLS).events());
  }

  @Test
  void whatMayStillArriveIsNotTouched() {
    run(BILLS);
    var old = lose("old");
    later(Duration.ofMillis(1));
    lose("young");
    later(Reconciler.GRACE);
    run(BILLS);
    assertEquals(old, repaired);
  }

  /** A frozen instance, or one whose clock is behind: its timestamp is long past. */
  @Test
  void whatWasDecidedLongBeforeItWasStoredIsFound() {
    run(BILLS);
    later(Duration.ofDays(30));
    run(BILLS);
    var lost = lose("decided a month ago");
    assertTrue(lost.getLast().timestamp().isBefore(bar.now.minus(Duration.ofDays(29))));
    later(SETTLED);
    run(BILLS);
    assertEquals(lost, repaired);
  }

  /** It would else move past what a slower commit is about to store. */
  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600, 7200})
  void aReconcilerWhoseClockIsWrongSkipsNothing(long seconds) {
    skew = Duration.ofSeconds(seconds);
    for (int n = 0; n < 5; n++) {
      lose("late-" + n);
      run(BILLS);
      later(Duration.ofSeconds(50));
    }
    later(Duration.ofHours(2));
    run(BILLS);
    assertRight(BILLS);
  }

  @Test
  void whatIsNotSettledByTheStoresClockIsNotTouchedWhateverOursSays() {
    lose("young");
    skew = Duration.ofDays(1);
    run(BILLS);
    assertEquals(List.of(), repaired);
  }

  /** More than one batch, each of which is looked at once. */
  @Test
  void eachEventOfALongOutageIsLookedAtOnce() {
    run(BILLS);
    outage(200);
    var report = run(BILLS);
    assertEquals(1_000, report.events());
    assertEquals(1_000, report.repaired());
    assertEquals(0, run(BILLS).events());
  }

  /** Two at once for one document would lose races, to each other and to live events. */
  @Test
  void whereDocumentsAreMadeOfManyStreamsTheyAreAppliedInTurn() {
    var together = new ArrayList<Integer>();
    parallel =
        tasks -> {
          together.add(tasks.size());
          Parallel.IN_TURN.run(tasks);
        };
    lose("lost");
    lose("lost as well");
    later(SETTLED);
    assertEquals(6, run(1).repaired());
    assertEquals(List.of(), together);
    assertEquals(8, run(BILLS).repaired());
    assertEquals(2, together.getLast());
  }

  private void outage(int tabs) {
    for (int n = 0; n < tabs; n++) {
      lose("outage-%05d".formatted(n), 4);
      later(Duration.ofMillis(1));
    }
    later(SETTLED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void eachRunStopsInTimeAndTheNextGoesOn(int feed) {
    outage(200);
    pace = Duration.ofMillis(10);
    int runs = 1;
    for (var report = run(feed, Duration.ofSeconds(2)); report.hasMore(); runs++) {
      assertTrue(report.repaired() > 0 || report.events() > 0, "no progress in run " + runs);
      assertTrue(report.repaired() < 400, report::toString);
      assertTrue(runs < 100, "no end");
      report = run(feed, Duration.ofSeconds(2));
    }
    assertTrue(runs > 3, "%d runs".formatted(runs));
    assertRight(feed);
    assertEquals(feed == 1 ? 800 : 1_000, republished.stream().distinct().count());
  }

  /** Else it would read all of the outage to the end, each time. */
  @Test
  void aRunThatHasNoTimeLeftReadsNoFurther() {
    outage(200);
    var looks = new int[1];
    var watched =
        new EventLog() {
          @Override
          public void readByKey(String from, String before, Consumer<Slot> each) {
            bar.events.readByKey(from, before, each);
          }

          @Override
          public void readByTime(Instant from, Instant before, Predicate<Committed> each) {
            bar.events.readByTime(
                from,
                before,
                committed -> {
                  looks[0]++;
                  return each.test(committed);
                });
          }
        };
    var report =
        new Reconciler(Tab.BILLS, bar.with(watched), bar.views).clock(() -> bar.now).run(bar.now);
    assertTrue(report.hasMore());
    int first = bar.tabs.stream().mapToInt(List::size).sum();
    assertEquals(first + 1, looks[0]);
  }

  /** However slow the store is. */
  @Test
  void aRunThatIsLateFromTheBeginningDoesSomethingAllTheSame() {
    outage(30);
    pace = Duration.ofMinutes(1);
    for (int runs = 0; run(BILLS, Duration.ZERO).hasMore(); runs++) {
      assertTrue(runs < 1_000, "no end");
    }
    assertRight(BILLS);
  }

  @Test
  void whoRunsAtTheSameTimeGivesWayAndThePlaceNeverGoesBack() {
    outage(200);
    var overlapping = new ArrayList<Reconciler.Report>();
    topic =
        event -> {
          republished.add(event);
          if (overlapping.isEmpty()) {
            topic = republished::add;
            overlapping.add(run(BILLS));
          }
        };
    var slower = run(BILLS);
    assertFalse(overlapping.getFirst().hasMore());
    assertTrue(slower.hasMore(), "it gave way");
    assertTrue(slower.events() < 500, slower::toString);
    assertEquals(0, run(BILLS).events());
    assertRight(BILLS);
  }

  @Test
  void aCollectionThatIsBeingFilledStartsWhereItsFillingBegan() {
    lose("long ago");
    later(Duration.ofDays(1));
    Reconciler.startAt(bar.views, Bar.FEEDS.get(BILLS), bar.now);
    later(Duration.ofMinutes(1));
    Reconciler.startAt(bar.views, Bar.FEEDS.get(BILLS), bar.now.plus(Duration.ofDays(1)));
    var lost = lose("meanwhile");
    later(Duration.ofDays(1));
    assertEquals(4, run(BILLS).events());
    assertEquals(lost, repaired);
  }

  @Test
  void whatCannotBeReadIsToldAndHoldsUpNothingElse() {
    bar.events.append(List.of(Tab.recorded("bad", 1, "opened", "{\"table\":7}")), List.of());
    var lost = lose("lost");
    later(SETTLED);
    var report = run(BILLS);
    assertEquals(lost, repaired);
    assertEquals(List.of("bad@0000000001"), failed);
    assertEquals(1, report.stuck());
    assertEquals(5, republished.size(), "others may understand it");
  }

  /** Whoever has put it there can take it away; until then, each run tells of it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatIsNoEventIsToldAgainAndAgainAndHoldsUpItsOwnStreamAlone(int feed) {
    var bad = lose("bad");
    bar.events.corrupt("bar", "bad@0000000003");
    bar.events.corrupt("bar", "0");
    var lost = lose("lost");
    later(SETTLED);
    assertFalse(run(feed).hasMore());
    assertEquals(Set.of("bad@0000000003", "0"), Set.copyOf(failed));
    var applied = new HashSet<>(lost);
    applied.addAll(List.of(bad.get(0), bad.get(1)));
    if (feed == LOG) {
      applied.add(bad.get(3));
    }
    applied.removeIf(event -> feed == 1 && event.version() == 1);
    assertEquals(applied, Set.copyOf(repaired));
    for (int runs = 0; runs < 3; runs++) {
      later(Duration.ofMinutes(5));
      assertFalse(run(feed).hasMore());
      assertTrue(failed.contains("bad@0000000003"), failed::toString);
      assertEquals(List.of(), repaired);
    }
  }

  private final Set<String> spoiled = new HashSet<>();

  /** A store with documents that are too large, say. */
  private final QueryStore views =
      new ForwardingQueryStore(bar.views) {
        @Override
        public List<Revision> commit(List<Write> writes) {
          if (writes.stream().anyMatch(write -> spoiled.contains(write.content().id()))) {
            throw new IllegalStateException("too large");
          }
          return super.commit(writes);
        }
      };

  @Test
  void whatFailedIsTriedAgainUntilItSucceedsAndItsStreamCatchesUp() {
    var bad = lose("bad", 2);
    spoiled.add("bad");
    later(SETTLED);
    assertEquals(1, run(BILLS).stuck());
    assertEquals(List.of("bad@0000000001"), failed);

    later(Duration.ofMinutes(5));
    var more = Tab.recorded("bad", 5).subList(3, 6);
    bar.events.append(more, List.of());
    later(Duration.ofMinutes(5));
    assertEquals(1, run(BILLS).stuck());
    assertEquals(List.of("bad@0000000001"), failed, "the first, and no others in vain");

    spoiled.clear();
    assertEquals(new Reconciler.Report(0, 2, 0, false), run(BILLS));
    assertEquals(List.of(bad.getFirst(), more.getLast()), repaired, "and what is between them");
    assertEquals(List.of(), failed);
    assertRight(BILLS);
    assertEquals(
        Stream.concat(bad.stream(), more.stream()).toList(),
        republished.stream().filter(event -> event.stream().equals("bad")).toList());
  }

  @Test
  void inALogOneEntryHoldsUpNoOther() {
    bar.events.append(List.of(Tab.recorded("bad", 1, "opened", "{\"table\":7}")), List.of());
    var rest = Tab.recorded("bad", 3).subList(1, 4);
    bar.events.append(rest, List.of());
    later(SETTLED);
    assertEquals(1, run(LOG).stuck());
    later(Duration.ofMinutes(5));
    assertEquals(1, run(LOG).stuck());
    assertEquals(List.of("bad@0000000001"), failed);

    var next = List.of(Tab.recorded("bad", 4).getLast());
    bar.events.append(next, List.of());
    later(SETTLED);
    assertEquals(1, run(LOG).stuck());
    assertEquals(next, repaired);
  }

  /**
   * What fails everywhere is repaired by whoever deploys; nothing may be forgotten meanwhile.
   *
   * @param drinks how many events wait for the one that fails
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whereTooMuchFailsThePlaceStaysAndNothingIsForgotten(int drinks) {
    for (int n = 0; n < ReconcilerPlace.MOST_STUCK + 50; n++) {
      lose("bad-%04d".formatted(n), drinks);
      spoiled.add("bad-%04d".formatted(n));
      later(Duration.ofMillis(1));
    }
    later(Duration.ofHours(1));
    var report = run(BILLS);
    assertEquals(ReconcilerPlace.MOST_STUCK, report.stuck());
    assertTrue(report.hasMore());
    spoiled.clear();
    for (int runs = 0; run(BILLS).hasMore(); runs++) {
      assertTrue(runs < 10, "no end");
    }
    assertRight(BILLS);
  }

  private void refuse(RecordedEvent event) {
    throw new TransientFailure("no such topic", null);
  }

  @Test
  void aCorruptDocumentHoldsUpNoOther() {
    var lost = lose("lost");
    lose("bad");
    bar.views.corrupt(Tab.BILLS.view().key("bad"));
    later(SETTLED);
    assertEquals(1, run(BILLS).stuck());
    assertEquals(lost, repaired);
    assertEquals(List.of("bad@0000000001"), failed);
    assertEquals(Map.of(), bar.repair(Tab.BILLS));
    assertEquals(0, run(BILLS).stuck());
    assertRight(BILLS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aCorruptCheckpointOrEntryHoldsUpNoOther(int feed) {
    var lost = lose("lost");
    lose("bad");
    bar.views.corrupt(
        feed == LOG
            ? Tab.LOG.view().key("bad-event-2")
            : new QueryStore.Key("tables-checkpoints", "bar~bad"));
    later(SETTLED);
    assertEquals(1, run(feed).stuck());
    assertTrue(repaired.containsAll(lost.subList(1, 4)), repaired::toString);
    assertEquals(List.of("bad@0000000002"), failed);
    assertEquals(Map.of(), bar.repair(Bar.FEEDS.get(feed)));
    assertEquals(0, run(feed).stuck());
    assertRight(feed);
  }

  @Test
  void aTopicThatRefusesHoldsUpNoViewAndGetsAllOfItLater() {
    outage(100);
    topic = this::refuse;
    while (run(BILLS, Duration.ofSeconds(1)).events() > 0) {}
    assertRight(BILLS);
    assertTrue(failed.size() <= 3, "it is not asked for each of them: " + failed);
    assertTrue(run(BILLS).hasMore(), "it is not forgotten");

    topic = republished::add;
    assertFalse(run(BILLS).hasMore());
    assertEquals(500, republished.stream().distinct().count());
  }

  /** There is no next one of the batch at which it could be noticed. */
  @Test
  void theLastEventOfABatchIsNotForgottenEitherWhenTheTopicRefusesIt() {
    var lost = lose("lost");
    later(SETTLED);
    topic =
        event -> {
          if (event.equals(lost.getLast())) {
            refuse(event);
          }
          republished.add(event);
        };
    assertTrue(run(BILLS).hasMore());
    topic = republished::add;
    assertFalse(run(BILLS).hasMore());
    assertTrue(republished.contains(lost.getLast()));
  }

  /** What the runs leave would become more and more. */
  @Test
  void whatTheLastRunLeftIsPublishedBeforeWhatIsNew() {
    var first = lose("first");
    later(SETTLED);
    topic = this::refuse;
    assertTrue(run(BILLS).hasMore());
    var second = lose("second");
    later(SETTLED);
    topic = republished::add;
    assertFalse(run(BILLS).hasMore());
    assertEquals(Stream.concat(first.stream(), second.stream()).toList(), republished);
  }

  /** Half of the time is for what is new, and where nothing is, for what was left after all. */
  @Test
  void aRunThatHasTimeLeftPublishesAllThatTheLastOneLeft() {
    outage(5);
    topic = this::refuse;
    assertTrue(run(BILLS).hasMore());
    topic =
        event -> {
          clock = clock.plusSeconds(2);
          republished.add(event);
        };
    assertFalse(run(BILLS, Duration.ofSeconds(60)).hasMore());
    assertEquals(25, republished.stream().distinct().count());
  }

  /** It takes two seconds for each of a batch that is applied at once. */
  @Test
  void aSlowTopicMakesNoRunLate() {
    outage(40);
    topic =
        event -> {
          clock = clock.plusSeconds(2);
          republished.add(event);
        };
    runUntilAllIsPublished(Duration.ofSeconds(10), 200);
    assertRight(BILLS);
  }

  /** Each run is late when it begins; what one append made has one commit time. */
  @Test
  void aTopicThatIsSlowerThanARunGetsAllOfItAllTheSame() {
    outage(5);
    topic =
        event -> {
          clock = clock.plusSeconds(2);
          republished.add(event);
        };
    runUntilAllIsPublished(Duration.ZERO, 25);
  }

  private void runUntilAllIsPublished(Duration atMost, int events) {
    boolean hasMore = true;
    for (int runs = 0; hasMore; runs++) {
      assertTrue(runs < 1_000, "no end");
      hasMore = run(BILLS, atMost).hasMore();
      var deadline = bar.now.plus(atMost);
      // What one append has made.
      var atTheEnd = Duration.ofSeconds(atMost.isZero() ? 5 * 2 : 2);
      assertFalse(clock.isAfter(deadline.plus(atTheEnd)), () -> clock + " after " + deadline);
    }
    assertEquals(events, republished.stream().distinct().count());
  }

  @Test
  void anEventThatTheTopicRefusesHoldsUpNoOther() {
    outage(100);
    var bad = "outage-00003@0000000002";
    topic =
        event -> {
          if (event.key().equals(bad)) {
            refuse(event);
          }
          republished.add(event);
        };
    for (int runs = 0; runs < 3; runs++) {
      assertTrue(run(BILLS).hasMore());
      assertEquals(List.of(bad), failed);
    }
    assertEquals(499, republished.stream().distinct().count());
    republished.clear();
    run(BILLS);
    assertTrue(republished.size() < 10, "what was taken is left alone");
  }

  /** The instance dies between the two: an Error, which nobody catches. */
  @Test
  void whatWasAppliedAndNotPublishedWhenTheInstanceDiedIsPublishedByTheNextRun() {
    var lost = lose("lost");
    later(SETTLED);
    topic =
        event -> {
          throw new LinkageError("dead");
        };
    try {
      run(BILLS);
    } catch (LinkageError dead) {
      assertEquals(lost, repaired);
    }
    topic = republished::add;
    run(BILLS);
    assertTrue(republished.containsAll(lost), republished::toString);
  }

  @Test
  void theFirstRunLooksBackSevenDays() {
    later(Reconciler.FIRST_RUN);
    lose("new");
    later(SETTLED);
    assertEquals(4, run(BILLS).events());
  }
}
