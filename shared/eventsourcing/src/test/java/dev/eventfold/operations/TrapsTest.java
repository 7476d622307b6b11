package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.Tab;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventStores;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What could lead the tools to a wrong judgement, or never to an end. */
class TrapsTest {

  private final Bar bar = new Bar();

  private static List<String> texts(List<Finding> findings) {
    return findings.stream().map(Finding::toString).toList();
  }

  private void put(String collection, String id, long version, Optional<String> body) {
    var content = new Document.Content(id, version, body.map(Json::parse), Map.of());
    bar.views.commit(List.of(new Write(collection, content, new Write.Precondition.None())));
  }

  /** Newer code has counted three drinks of it; this one does not know at which table. */
  @Test
  void whatNewerCodeHasAppliedToADocumentThatNobodyHereCanNameIsNotTakenOut() {
    bar.events.append(
        List.of(
            Tab.recorded("tab-99", 1, "roundBought", "{}"),
            Tab.recorded("tab-99", 2, "drunk", "{\"number\":3}")),
        List.of());
    put("tables-checkpoints", "bar~tab-99", 2, Optional.empty());
    put("tables", "table-7", 0, Optional.of("{\"drinks\":%d}".formatted(Bar.DRINKS + 3)));
    var before = bar.document(Tab.TABLES.view().key("table-7"));

    var findings = bar.verifier(Tab.TABLES).verify(read -> {});
    assertEquals(List.of("tables/table-7 unreadable"), texts(findings));
    assertEquals(1, bar.repair(Tab.TABLES).size());
    assertEquals(before, bar.document(Tab.TABLES.view().key("table-7")));
  }

  @Test
  void aDocumentOfWhichNoEventWasAppliedIsMissing() {
    var empty = new Bar();
    empty.views.remove(
        new Key("tables", "table-7"),
        empty.document(new Key("tables", "table-7")).orElseThrow().revision());
    for (var place : empty.views.page("tables-checkpoints", Query.first(1_000))) {
      empty.views.remove(new Key("tables-checkpoints", place.id()), place.revision());
    }
    assertEquals(
        List.of("tables/table-7 missing"), texts(empty.verifier(Tab.TABLES).verify(read -> {})));
    assertEquals(Map.of(), empty.repair(Tab.TABLES));
    assertEquals(List.of(), empty.findings());
  }

  @Test
  void aStreamThatCannotBeReadFromItsFirstEventOnIsNotRight() {
    bar.events.append(List.of(Tab.recorded("tab-99", 1, "roundBought", "{}")), List.of());
    assertEquals(
        List.of("tables-checkpoints/bar~tab-99 stuck"),
        texts(bar.verifier(Tab.TABLES).verify(read -> {})));
    assertEquals(1, bar.repair(Tab.TABLES).size());
  }

  /** They were kept for a shorter time since. */
  @Test
  void anEntryOfAnEventIsNotRemovedThoughItsTimeSeemsToBeOver() {
    var projector =
        Bar.lines(Duration.ofDays(400))
            .projector(bar.events, bar.views, attempt -> {}, () -> Tab.NOON);
    bar.tabs.forEach(tab -> tab.forEach(projector::on));
    var before = bar.views.page("lines", Query.first(1_000));
    assertEquals(Map.of(), bar.repair(Bar.lines(Duration.ofMinutes(1))));
    assertEquals(before, bar.views.page("lines", Query.first(1_000)));
  }

  /** The bar, with another way to read its history. */
  private abstract class History implements EventStores, EventLog {

    @Override
    public EventStore eventStore(String service) {
      return bar.events;
    }

    @Override
    public EventLog eventLog(String service) {
      return this;
    }

    @Override
    public void readByKey(String from, String before, Consumer<Slot> each) {
      bar.events.readByKey(from, before, each);
    }
  }

  private Verifier verifier(Feed<?, ?> feed, EventStores sources) {
    return new Verifier(
        List.of(feed),
        sources,
        bar.views,
        () -> Tab.NOON.plusSeconds(3_600),
        Duration.ofMinutes(1),
        attempt -> {});
  }

  @Test
  void whatIsReadTwiceIsFoundOnce() {
    bar.damage("log", "tab-08-event-1", 1, Optional.of("{\"table\":\"1\",\"drinks\":0}"));
    var failed = new boolean[1];
    var moody =
        new History() {
          @Override
          public void readByTime(Instant from, Instant before, Predicate<Committed> each) {
            bar.events.readByTime(from, before, each);
            if (!failed[0]) {
              failed[0] = true;
              throw new TransientFailure("not now", null);
            }
          }
        };
    assertEquals(
        List.of("log/tab-08-event-1 differs: table"),
        texts(verifier(Tab.LOG, moody).verify(Instant.EPOCH, read -> {})));
  }

  /** People come as fast as their tabs are read. */
  @Test
  void catchingUpEndsThoughEventsComeAsFast() {
    var come = new int[1];
    var busy =
        new History() {
          @Override
          public void readByTime(Instant from, Instant before, Predicate<Committed> each) {
            var seenAt = bar.now;
            var goesOn = new boolean[] {true};
            bar.events.readByTime(from, before, it -> goesOn[0] = each.test(it));
            while (goesOn[0]) {
              assertTrue(come[0] < 1_000, "there is no end to it");
              var tab = Tab.recorded("late-%04d".formatted(come[0]++), 0);
              bar.now = bar.now.plusSeconds(1);
              bar.events.append(tab, List.of());
              goesOn[0] = each.test(new Committed(new Slot(tab.getFirst()), bar.now, seenAt));
            }
          }
        };
    new Rebuild(List.of(Tab.BILLS), busy, bar.views, attempt -> {}, Parallel.threads(16))
        .catchUp(Instant.EPOCH, read -> {});
    assertTrue(come[0] > 1);
  }

  /** A projector of the log was away for a while. */
  @Test
  void aLogThatLacksManyEntriesIsReadAFewTimesAndNoMore() {
    int lacking = 2_000;
    for (int i = 0; i < lacking; i++) {
      bar.events.append(Tab.recorded("away-%05d".formatted(i), 0), List.of());
    }
    var read = new long[1];
    var findings = bar.verifier(Tab.LOG).verify(more -> read[0] += more);
    assertEquals(Verifier.MOST, findings.size());
    int all = lacking + 2 * (40 + Bar.DRINKS);
    assertTrue(read[0] < 3L * all, () -> read[0] + " reads of " + all);
  }

  @Test
  void manyEntriesThatNoEventSpeaksOfAreFoundWithoutReadingAllTheTime() {
    for (int i = 0; i < 2_000; i++) {
      put("log", "nobody-%05d".formatted(i), 1, Optional.of("{\"table\":\"7\",\"drinks\":0}"));
    }
    var read = new long[1];
    var findings = bar.verifier(Tab.LOG).verify(more -> read[0] += more);
    assertEquals(Verifier.MOST, findings.size());
    int all = 2_000 + 2 * (40 + Bar.DRINKS);
    assertTrue(read[0] < 6L * all, () -> read[0] + " reads of " + all);
  }

  private void put(CurrentViews.Place was, CurrentViews.Place next) {
    CurrentViews.put(bar.views, attempt -> {}, "tables", was, next);
  }

  /** The second would have readers go to where no live event comes any more. */
  @Test
  void ofTwoOperatorsOneCannotSwitchAViewUnderTheOther() {
    var before = CurrentViews.place(bar.views, "tables");
    var one = before.withBuilding(new CurrentViews.Building("tables.1", Tab.NOON, false));
    var other = before.withBuilding(new CurrentViews.Building("tables.2", Tab.NOON, false));
    put(before, one);
    assertThrows(QueryStore.ConcurrentWrite.class, () -> put(before, other));
    assertEquals(one, CurrentViews.place(bar.views, "tables"));
    put(one, other);
    assertThrows(QueryStore.ConcurrentWrite.class, () -> put(one, one));
  }
}
