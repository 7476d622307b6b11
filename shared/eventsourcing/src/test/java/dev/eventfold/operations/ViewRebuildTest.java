package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.Tab;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.operations.CurrentViews.Building;
import dev.eventfold.operations.CurrentViews.Place;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one operator does while another is at it; the simulator tries the rest. */
class ViewRebuildTest {

  private static final String TABLES = Tab.TABLES.view().collection();

  private final Bar bar = new Bar();
  private final List<String> said = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();

  /** What others do while live events are turned, time by time. */
  private final Deque<Runnable> meanwhile = new ArrayDeque<>();

  /** What happens after a part of the work. */
  private final Map<String, Runnable> after = new HashMap<>();

  private Runnable beforeDeleting = () -> {};
  private Runnable beforeLooking = () -> {};
  private Runnable beforeIndexes = () -> {};
  private List<String> into = List.of(TABLES);

  /** Where live events went, one after another. */
  private final List<List<String>> turned = new ArrayList<>();

  private final ViewRebuild.Surroundings around =
      new ViewRebuild.Surroundings() {
        @Override
        public void deliverInto(List<String> collections) {
          into = collections;
          turned.add(collections);
          if (!meanwhile.isEmpty()) {
            meanwhile.pop().run();
          }
        }

        @Override
        public boolean isDeliveredInto(List<String> collections) {
          beforeLooking.run();
          return into.equals(collections);
        }

        @Override
        public <T> T watched(String name, Function<LongConsumer, T> work) {
          var done = work.apply(read -> {});
          after.getOrDefault(name, () -> {}).run();
          return done;
        }

        @Override
        public void awaitIndexes(String collection) {
          beforeIndexes.run();
        }

        @Override
        public void pass(Duration time) {
          bar.now = bar.now.plus(time);
        }

        @Override
        public void delete(String collection) {
          beforeDeleting.run();
          deleted.add(collection);
          all(collection)
              .forEach(
                  it -> bar.views.remove(new QueryStore.Key(collection, it.id()), it.revision()));
        }

        @Override
        public void say(String sentence) {
          said.add(sentence);
        }
      };

  private final ViewRebuild rebuild =
      new ViewRebuild(List.of(Tab.TABLES), bar, bar.views, around).clock(() -> bar.now);

  private List<Document> all(String collection) {
    return bar.views.page(collection, Query.first(1_000));
  }

  private Place place() {
    return CurrentViews.place(bar.views, TABLES);
  }

  private void put(Place was, Place place) {
    CurrentViews.put(bar.views, attempt -> {}, TABLES, was, place);
  }

  @Test
  void aViewIsRebuiltAndWhatWasReadBeforeIsDropped() {
    var before = all(TABLES).stream().map(Document::content).toList();
    assertTrue(rebuild.run());
    var place = place();
    assertEquals(before, all(place.current()).stream().map(Document::content).toList());
    assertEquals(List.of(place.current(), TABLES), into);
    assertFalse(rebuild.run(), "the old one is still there");
    assertTrue(rebuild.drop());
    assertEquals(List.of(place.current()), into);
    assertEquals(List.of(), all(TABLES));
    assertFalse(rebuild.drop());
    var built = place.current();
    assertEquals(
        List.of(
            "tables will be built into %s; tables is read meanwhile.".formatted(built),
            "Live events go into both.",
            "%s is read from %s on. Waiting until then.".formatted(built, place.from()),
            "tables is still there from the last rebuild: drop it first.",
            "tables will be deleted; %s is read.".formatted(built),
            "Waiting 15 s for readers.",
            "There is nothing to drop."),
        said);
  }

  /** Else whoever runs drop next would be told that there is nothing to drop. */
  @Test
  void whoeverHasRunItFindsThatReadersHaveBeenLedOver() {
    assertTrue(rebuild.run());
    assertFalse(bar.now.isBefore(place().from()));
  }

  /** Lists of it would fail, or take all of an instance's time. */
  @Test
  void nobodyIsLedToWhereIndexesAreMissing() {
    var waited = new ArrayList<String>();
    beforeIndexes = () -> waited.add(place().current());
    assertTrue(rebuild.run());
    assertEquals(List.of(TABLES), waited);
  }

  /** They may have looked where it is a moment before. */
  @Test
  void nothingIsDeletedThatSomebodyMayStillRead() {
    assertTrue(rebuild.run());
    bar.now = bar.now.plus(Duration.ofDays(1));
    var begun = bar.now;
    var waited = new ArrayList<Duration>();
    beforeDeleting = () -> waited.add(Duration.between(begun, bar.now));
    assertTrue(rebuild.drop());
    assertEquals(2, waited.size());
    assertTrue(waited.getFirst().compareTo(CurrentViews.REMEMBERED) > 0, waited::toString);
  }

  /** Whoever was at it may have turned them before its process ended. */
  @Test
  void nothingIsDeletedThatStillGetsLiveEvents() {
    put(place(), place().withBuilding(new Building("tables.1", bar.now, false)));
    into = List.of("tables.1", TABLES);
    var meanwhileInto = new ArrayList<List<String>>();
    beforeDeleting = () -> meanwhileInto.add(into);
    assertTrue(rebuild.run());
    assertEquals(List.of(List.of(TABLES), List.of(TABLES)), meanwhileInto);
    assertEquals(List.of("tables.1", "tables.1-checkpoints"), deleted);
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndDoesNothing() {
    var dry =
        new ViewRebuild(List.of(Tab.TABLES), bar, bar.views, around)
            .clock(() -> bar.now)
            .backoff(attempt -> {})
            .parallel(Parallel.IN_TURN)
            .dry(true);
    var before = place();
    assertTrue(dry.run());
    assertEquals(before, place());
    assertTrue(said.getLast().endsWith("; tables is read meanwhile."), said::toString);
    assertFalse(dry.drop());

    assertTrue(rebuild.run());
    var built = place();
    int times = turned.size();
    assertTrue(dry.drop());
    assertEquals("tables will be deleted; %s is read.".formatted(built.current()), said.getLast());
    assertEquals(built, place());
    assertEquals(times, turned.size());
    assertEquals(List.of(), deleted);
  }

  /** As it is always: between the two, a live event was on its way. */
  @ParameterizedTest
  @CsvSource({"0, bills", "1, tables", "2, log"})
  void whatIsLateAtTheEndIsBroughtUpAndReadersAreLedOver(int feed, String view) {
    var built = of(Bar.FEEDS.get(feed));
    after.put(
        "catch up",
        () -> {
          bar.events.append(
              List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":6}")), List.of());
          bar.events.append(Tab.recorded("tab-late", 1), List.of());
        });
    assertTrue(built.run(), said::toString);
    var current = CurrentViews.place(bar.views, view).current();
    assertTrue(current.startsWith(view + "."), current);
    assertEquals(List.of(), bar.verifier(Bar.FEEDS.get(feed).into(current)).verify(read -> {}));
  }

  @Test
  void whatCannotBeReadThatCameDuringTheFillIsNamed() {
    after.put(
        "rebuild",
        () ->
            bar.events.append(
                List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":\"six\"}")), List.of()));
    assertTrue(of(Tab.BILLS).run(), said::toString);
    assertSaid("Can't be read: bar tab-05@0000000007 drunk schema 1");
  }

  /**
   * It was deleted before it was claimed, and so from under the readers whom the other led over.
   */
  @Test
  void whatSomebodyElseGoesOnWithIsNotDeleted() {
    var begun = place().withBuilding(new Building("tables.1", bar.now, false));
    put(place(), begun);
    new Rebuild(
            List.of(Tab.TABLES.into("tables.1")), bar, bar.views, attempt -> {}, Parallel.IN_TURN)
        .fill(read -> {});
    beforeDeleting =
        () ->
            assertThrows(
                QueryStore.ConcurrentWrite.class,
                () ->
                    put(
                        begun,
                        new Place(
                            "tables.1", Optional.of(TABLES), Instant.EPOCH, Optional.empty())));
    assertTrue(rebuild.run());
    assertEquals(List.of("tables.1", "tables.1-checkpoints"), deleted);
    assertFalse(all(place().current()).isEmpty());
    assertFalse(said.contains("It goes on where it stopped."), said::toString);
  }

  /** Live events went where nobody would ever read them. */
  @Test
  void whoIsOvertakenTurnsLiveEventsBack() {
    meanwhile.add(
        () -> put(place(), place().withBuilding(new Building("tables.2", bar.now, true))));
    assertThrows(QueryStore.ConcurrentWrite.class, rebuild::run);
    assertEquals(List.of("tables.2", TABLES), into);
  }

  /** Whoever was overtaken can't be relied upon: its process may have ended. */
  @Test
  void whatSomebodyElseHasTurnedAwayIsTurnedBackBeforeReadersAreLedOver() {
    new Rebuild(
            List.of(Tab.TABLES.into("tables.2")), bar, bar.views, attempt -> {}, Parallel.IN_TURN)
        .fill(read -> {});
    put(place(), place().withBuilding(new Building("tables.2", Tab.NOON, true)));
    into = List.of("tables.1", TABLES);
    assertTrue(rebuild.run());
    assertEquals(List.of("tables.2", TABLES), into);
    assertTrue(said.contains("It goes on where it stopped."), said::toString);
  }

  /** An hour's error at the most, see {@link Reconciler#CLOCKS}. */
  @Test
  void whatIsStoredDuringTheFillIsThereWhateverTheClocksAre() {
    var clock = new Instant[] {bar.now.plus(Duration.ofMinutes(59))};
    after.put(
        "rebuild",
        () -> {
          bar.events.append(
              List.of(Bar.young(Tab.recorded(Bar.tab(5), 7, "drunk", "{\"number\":6}"))),
              List.of());
          // Somebody else goes on with it, who takes it for too young to be judged.
          clock[0] = bar.now.minus(Duration.ofMinutes(59));
        });
    assertTrue(rebuild.clock(() -> clock[0]).run());
    assertEquals(
        Bar.DRINKS + 1,
        all(place().current()).getFirst().content().body().orElseThrow().path("drinks").asInt());
  }

  /** What was dropped got live events for ever. */
  @Test
  void whoIsOvertakenBeforeTheSwitchTurnsNothing() {
    var live = place().withBuilding(new Building("tables.2", bar.now, true));
    put(place(), live);
    beforeLooking =
        () -> {
          beforeLooking = () -> {};
          put(live, new Place("tables.2", Optional.empty(), Instant.EPOCH, Optional.empty()));
          into = List.of("tables.2");
        };
    assertThrows(QueryStore.ConcurrentWrite.class, rebuild::run);
    assertEquals(List.of("tables.2"), into);
    assertEquals(List.of(), turned, "not even for a moment");
  }

  /** Only another rebuild did, and nobody wants one. */
  @Test
  void dropTurnsLiveEventsRightWhoeverTurnedThemAway() {
    put(place(), new Place("tables.2", Optional.empty(), Instant.EPOCH, Optional.empty()));
    into = List.of("tables.1", TABLES);
    assertFalse(rebuild.drop());
    assertEquals(List.of("tables.2"), into);
  }

  @Test
  void nobodyIsLedToWhereNoLiveEventsGo() {
    after.put("catch up", () -> into = List.of(TABLES));
    assertFalse(rebuild.run());
    assertEquals(
        "Live events were turned away meanwhile. Not switched: run it again.", said.getLast());
    assertEquals(TABLES, place().current());
    after.clear();
    assertTrue(rebuild.run());
    assertEquals(List.of(place().current(), TABLES), into);
  }

  private ViewRebuild of(Feed<?, ?> feed) {
    bar.now = Tab.NOON.plusSeconds(7200);
    return new ViewRebuild(List.of(feed), bar, bar.views, around).clock(() -> bar.now);
  }

  private void assertSaid(String part) {
    assertTrue(said.stream().anyMatch(it -> it.contains(part)), said::toString);
  }

  /** What came before was filled in; a reconciler would read all of seven days again. */
  @Test
  void reconcilersOfTheNewCollectionBeginWhereItsFillingBegan() {
    bar.now = bar.now.plus(Duration.ofDays(3));
    assertTrue(rebuild.run());
    var built = Tab.TABLES.into(place().current());
    bar.events.append(Tab.recorded("tab-new", 1), List.of());
    bar.now = bar.now.plus(Duration.ofHours(1));
    var report =
        new Reconciler(built, bar, bar.views)
            .clock(() -> bar.now)
            .run(bar.now.plus(Duration.ofMinutes(1)));
    assertEquals(new Reconciler.Report(2, 1, 0, false), report);
  }

  /** Nobody can apply it, here or there, before newer code is deployed. */
  @ParameterizedTest
  @CsvSource({
    "0, bills, bills.X/tab-05 stuck",
    "1, tables, tables.X-checkpoints/bar~tab-05 stuck",
    "2, log, log.X/tab-05-event-7 stuck"
  })
  void readersAreLedOverThoughAStreamIsStuckAndItIsNamed(int feed, String view, String stuck) {
    bar.events.append(
        List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":\"six\"}")), List.of());
    bar.events.append(List.of(Tab.recorded("tab-05", 8, "drunk", "{\"number\":7}")), List.of());
    assertTrue(of(Bar.FEEDS.get(feed)).run(), said::toString);
    var current = CurrentViews.place(bar.views, view).current();
    assertTrue(current.startsWith(view + "."), current);
    assertSaid(stuck.replace(view + ".X", current));
    assertSaid("What is stuck is no further in %s. Once its events".formatted(view));
    assertSaid("bar tab-05@0000000007 drunk schema 1");
  }

  @ParameterizedTest
  @CsvSource({"0, bills", "1, tables", "2, log"})
  void readersAreLedOverThoughAPlaceHasNoEventAndItIsNamed(int feed, String view) {
    bar.events.corrupt("bar", "tab-05@0000000007");
    bar.events.append(List.of(Tab.recorded("tab-05", 8, "drunk", "{\"number\":7}")), List.of());
    bar.events.append(List.of(Tab.recorded("tab-04", 8, "drunk", "{\"number\":7}")), List.of());
    assertTrue(of(Bar.FEEDS.get(feed)).run(), said::toString);
    assertTrue(CurrentViews.place(bar.views, view).current().startsWith(view + "."));
    assertSaid("bar-events/tab-05@0000000007 no event");
    assertSaid("bar-events/tab-04@0000000006 no event");
  }

  /** Readers would go back to what newer code has left behind. */
  @ParameterizedTest
  @CsvSource({
    "0, bills, bills, tab-05, 8",
    "1, tables, tables-checkpoints, bar~tab-05, 8",
    "2, log, log, tab-05-event-7, 7"
  })
  void nobodyIsLedToWhereAStreamIsStuckThatTheOldCollectionIsPast(
      int feed, String view, String collection, String place, long version) {
    bar.events.append(
        List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":\"six\"}")), List.of());
    bar.damage(collection, place, version, Optional.empty());
    assertFalse(of(Bar.FEEDS.get(feed)).run(), said::toString);
    assertEquals(view, CurrentViews.place(bar.views, view).current());
    assertEquals("Not switched: run it again.", said.getLast());
  }

  @Test
  void whatIsBeingDroppedGetsNoLiveEventsAgain() {
    var dropping = new Place("tables.1", Optional.of(TABLES), Instant.EPOCH, Optional.empty());
    meanwhile.add(() -> put(place(), dropping));
    assertThrows(QueryStore.ConcurrentWrite.class, rebuild::run);
    assertEquals(List.of("tables.1"), into);
  }

  /** Each run of it found the same again. */
  @Test
  void whatAnotherVersionHasBegunIsDroppedAndBegunAnew() {
    put(place(), place().withBuilding(new Building("tables.1", bar.now, true)));
    new Rebuild(
            List.of(Tab.TABLES.into("tables.1")), bar, bar.views, attempt -> {}, Parallel.IN_TURN)
        .fill(read -> {});
    var next =
        new ViewRebuild(List.of(ofAnotherShape(Tab.TABLES)), bar, bar.views, around)
            .clock(() -> bar.now);
    assertFalse(next.run());
    assertEquals(
        "Not switched: another version has written into it. Once that is gone, rebuild --drop"
            + " and begin anew.",
        said.getLast());
    assertTrue(next.drop());
    assertTrue(next.run());
  }

  private static <E, V> Feed<E, V> ofAnotherShape(Feed<E, V> feed) {
    var view = feed.view();
    return new Feed<>(
        new View<>(view.collection(), view.type(), view.index(), view.shape() + 1),
        feed.source(),
        feed.types(),
        feed.projection(),
        feed.checkpoint());
  }

  /** Verify tells of a thousand: behind them may be anything. */
  @Test
  void moreThanVerifyTellsIsBroughtUpBeforeReadersAreLedOver() {
    var bills = new ViewRebuild(List.of(Tab.BILLS), bar, bar.views, around).clock(() -> bar.now);
    bar.now = Tab.NOON.plusSeconds(7200);
    after.put(
        "catch up",
        () -> {
          var target = into.getFirst();
          bar.damage(target, Bar.tab(5), 1, Optional.of("{\"table\":\"7\",\"drinks\":99}"));
          for (int n = 0; n < Verifier.MOST + 100; n++) {
            bar.events.append(Tab.recorded("a-%05d".formatted(n), 1), List.of());
          }
          bar.now = bar.now.plusSeconds(120);
        });
    assertFalse(bills.run());
    assertEquals("bills", CurrentViews.place(bar.views, "bills").current());
    assertEquals("Not switched: run it again.", said.getLast());
  }
}
