package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.operations.CurrentViews.Building;
import dev.eventfold.operations.CurrentViews.Place;
import dev.eventfold.store.TransientFailure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether somebody else rebuilds a view, or a store only did not answer as it should. */
class CurrentViewsTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final InMemoryQueryStore views = new InMemoryQueryStore();

  /** What comes of commits, one by one; of further ones, what should. */
  private final Deque<Runnable> fates = new ArrayDeque<>();

  private final ForwardingQueryStore moody =
      new ForwardingQueryStore(views) {
        @Override
        public List<Revision> commit(List<Write> writes) {
          mine = () -> super.commit(writes);
          if (!fates.isEmpty()) {
            fates.pop().run();
          }
          return super.commit(writes);
        }
      };

  private Runnable mine = () -> {};

  private static void refused() {
    throw new QueryStore.ConcurrentWrite("too much contention");
  }

  private static void unanswered() {
    throw new TransientFailure("no answer", null);
  }

  private static Place built(Place was, String collection) {
    return was.withBuilding(new Building(collection, NOON, false));
  }

  private Place place() {
    return CurrentViews.place(views, "tables");
  }

  private void put(Place was, Place next) {
    CurrentViews.put(moody, attempt -> {}, "tables", was, next);
  }

  @Test
  void anAbortedCommitIsNobodyElses() {
    fates.add(CurrentViewsTest::refused);
    fates.add(CurrentViewsTest::unanswered);
    fates.add(CurrentViewsTest::refused);
    var next = built(place(), "tables.1");
    put(place(), next);
    assertEquals(next, place());
  }

  /** The client has repeated it by itself, and then its own write was in the way. */
  @Test
  void anOwnCommitWhoseAnswerWasLostIsNobodyElses() {
    fates.add(
        () -> {
          mine.run();
          refused();
        });
    fates.add(
        () -> {
          mine.run();
          unanswered();
        });
    var first = built(place(), "tables.1");
    put(place(), first);
    assertEquals(first, place());
    var second = built(place(), "tables.2");
    put(first, second);
    assertEquals(second, place());
  }

  @Test
  void somebodyElsesIsSomebodyElses() {
    var before = place();
    var theirs = built(before, "tables.2");
    fates.add(
        () -> {
          CurrentViews.put(views, attempt -> {}, "tables", before, theirs);
          unanswered();
        });
    assertThrows(QueryStore.ConcurrentWrite.class, () -> put(before, built(before, "tables.1")));
    assertEquals(theirs, place());
    assertThrows(QueryStore.ConcurrentWrite.class, () -> put(before, built(before, "tables.1")));
  }

  @Test
  void aStoreThatRefusesForEverHasNotAnswered() {
    for (int i = 0; i < 100; i++) {
      fates.add(CurrentViewsTest::refused);
    }
    assertThrows(TransientFailure.class, () -> put(place(), built(place(), "tables.1")));
  }

  private Instant now = NOON;
  private final CurrentViews readers = new CurrentViews(views, () -> now);

  private void write(String collection) {
    var content =
        new Document.Content("7", 1, Optional.of(Json.tree(Map.of("in", collection))), Map.of());
    views.commit(List.of(new Write(collection, content, new Write.Precondition.None())));
  }

  private void assertRead(String collection) {
    var key = new QueryStore.Key("tables", "7");
    var other = new QueryStore.Key("chairs", "7");
    assertEquals(collection, in(readers.get(List.of(key, other)).get(key)));
    assertEquals("chairs", in(readers.get(List.of(key, other)).get(other)));
    var page = readers.page("tables", Query.first(10));
    assertEquals(List.of(collection), page.stream().map(CurrentViewsTest::in).toList());
  }

  private static String in(Document document) {
    return document.body().orElseThrow().path("in").asText();
  }

  /** However many instances there are, and whenever each of them looked. */
  @Test
  void readersAreLedOverAtOneMoment() {
    List.of("tables", "tables.1", "chairs").forEach(this::write);
    assertRead("tables");
    var moment = NOON.plusSeconds(30);
    var before = place();
    put(before, new Place("tables.1", Optional.of("tables"), moment, Optional.empty()));
    now = NOON.plus(CurrentViews.REMEMBERED).plusMillis(1);
    assertRead("tables");
    now = moment.minusMillis(1);
    assertRead("tables");
    now = moment;
    assertRead("tables.1");
  }

  @Test
  void whereAViewIsIsLookedUpOnceInTenSeconds() {
    List.of("tables", "tables.1", "chairs").forEach(this::write);
    assertRead("tables");
    put(place(), new Place("tables.1", Optional.empty(), NOON, Optional.empty()));
    now = NOON.plus(CurrentViews.REMEMBERED);
    assertRead("tables");
    now = now.plusMillis(1);
    assertRead("tables.1");
  }

  /** What was dropped is nowhere: there is no previous one to read. */
  @Test
  void aPlaceWithoutAPreviousOneIsReadAtAnyTime() {
    List.of("tables.1", "chairs").forEach(this::write);
    put(place(), new Place("tables.1", Optional.empty(), NOON.plusSeconds(1), Optional.empty()));
    assertRead("tables.1");
  }
}
