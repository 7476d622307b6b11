package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.Tab;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {

  private final Bar bar = new Bar();

  @Test
  void aViewThatIsTheFoldOfItsEventsIsRight() {
    assertEquals(List.of(), bar.findings());
  }

  @Test
  void tenDamagedDocumentsAreNamedAndRepairedAndNoOther() {
    bar.damage("bills", "tab-01", 2, Optional.of("{\"table\":\"7\",\"drinks\":9}"));
    bar.damage("bills", "tab-02", 3, Optional.of("{\"table\":\"8\",\"drinks\":2}"));
    bar.damage("bills", "tab-03", 9, Optional.of("{\"table\":\"7\",\"drinks\":3}"));
    bar.damage("bills", "tab-04", 1, Optional.of("{\"table\":\"7\",\"drinks\":4}"));
    bar.damage("bills", "tab-05", 0, Optional.empty());
    bar.damage("bills", "nobody", 1, Optional.of("{\"table\":\"7\",\"drinks\":0}"));
    bar.damage("bills", "tab-07", 1, Optional.of("{\"table\":\"7\",\"drinks\":0}"));
    bar.damage("tables", "table-7", 0, Optional.of("{\"drinks\":1}"));
    bar.damage("log", "tab-08-event-1", 1, Optional.of("{\"table\":\"1\",\"drinks\":0}"));
    bar.damage("log", "nobody", 1, Optional.of("{\"table\":\"7\",\"drinks\":0}"));

    var findings = bar.findings();
    assertEquals(
        Set.of(
            "bills/tab-01 differs: drinks",
            "bills/tab-02 differs: table",
            "bills/tab-03 differs: version",
            "bills/tab-04 differs: drinks",
            "bills/tab-05 missing",
            "bills/nobody unknown",
            "bills/tab-07 behind",
            "tables/table-7 differs: drinks",
            "log/tab-08-event-1 differs: table",
            "log/nobody unknown"),
        findings.stream().map(Finding::toString).collect(Collectors.toSet()));

    for (var feed : Bar.FEEDS) {
      assertEquals(Map.of(), bar.repair(feed));
    }
    assertEquals(List.of(), bar.findings());
  }

  private void corrupt(String collection, String id) {
    bar.views.corrupt(new Key(collection, id));
  }

  /** Somebody with rights over the database wrote what no adapter can read. */
  @Test
  void corruptDocumentsAreNamedAndRepairedLikeAnyOtherThatIsWrong() {
    corrupt("bills", "tab-05");
    corrupt("bills", "nobody");
    corrupt("tables", "table-7");
    corrupt("tables-checkpoints", "bar~tab-03");
    corrupt("tables-checkpoints", "bar~nobody");
    corrupt("log", "tab-08-event-1");
    corrupt("log", "nobody");
    assertEquals(
        Set.of(
            "bills/tab-05 corrupt",
            "bills/nobody corrupt",
            "tables/table-7 corrupt",
            "tables-checkpoints/bar~tab-03 corrupt",
            "tables-checkpoints/bar~nobody corrupt",
            "log/tab-08-event-1 corrupt",
            "log/nobody corrupt"),
        bar.findings().stream().map(Finding::toString).collect(Collectors.toSet()));
    for (var feed : Bar.FEEDS) {
      assertEquals(Map.of(), bar.repair(feed));
    }
    assertEquals(List.of(), bar.findings());
    for (var nobody : List.of("bills/nobody", "tables-checkpoints/bar~nobody", "log/nobody")) {
      var name = nobody.split("/");
      assertTrue(bar.document(new Key(name[0], name[1])).isEmpty(), nobody);
    }
  }

  /** Their messages have come, and will not come again. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatIsCorruptIsMadeAnewOfYoungEventsToo(int view) {
    var young = Tab.recorded("young", 2).stream().map(Bar::young).toList();
    bar.events.append(young, List.of());
    bar.deliver(young);
    switch (view) {
      case 0 -> corrupt("bills", "young");
      case 1 -> corrupt("tables-checkpoints", "bar~young");
      default -> corrupt("log", "young-event-2");
    }
    assertEquals(Map.of(), bar.repair(Bar.FEEDS.get(view)));
    assertEquals(3, bar.document(new Key("bills", "young")).orElseThrow().version());
    assertEquals(
        Bar.DRINKS + 2,
        bar.document(new Key("tables", "table-7"))
            .flatMap(Document::body)
            .orElseThrow()
            .path("drinks")
            .asInt());
    assertTrue(bar.document(new Key("log", "young-event-2")).isPresent());
  }

  @Test
  void sinceAMomentCorruptCheckpointsAreRepairedTooForNothingCanBeAppliedBehindThem() {
    corrupt("tables-checkpoints", "bar~tab-03");
    var since = bar.later();
    bar.events.append(List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":6}")), List.of());
    var verifier = bar.verifier(Tab.TABLES);
    var found = verifier.verify(since, read -> {});
    assertEquals(
        Set.of("tables-checkpoints/bar~tab-03 corrupt", "tables/table-7 differs: drinks"),
        found.stream().map(Finding::toString).collect(Collectors.toSet()));
    assertEquals(Map.of(), verifier.repair(found, read -> {}));
    assertEquals(List.of(), bar.verifier(Tab.TABLES).verify(read -> {}));
  }

  @Test
  void aCheckpointThatWasSetBackIsFoundBeforeAnythingIsAppliedTwice() {
    bar.damage("tables-checkpoints", "bar~tab-05", 2, Optional.empty());
    var findings = bar.findings();
    assertEquals(
        List.of("tables/table-7 differs: drinks"),
        findings.stream().map(Finding::toString).toList());
    assertEquals(Map.of(), bar.repair(Tab.TABLES));
    assertEquals(List.of(), bar.findings());
    bar.deliver(bar.tabs.get(5));
    assertEquals(List.of(), bar.findings());
  }

  @Test
  void aYoungEventIsAllowedToBeOnItsWay() {
    var late = Bar.young(Tab.recorded("tab-05", 7, "drunk", "{\"number\":6}"));
    bar.events.append(List.of(late), List.of());
    assertEquals(
        List.of(), bar.findings().stream().filter(f -> !f.collection().equals("log")).toList());
  }

  @Test
  void whatCannotBeReadLeavesItsViewStuckAndRepairSaysWhy() {
    bar.events.append(
        List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":\"six\"}")), List.of());
    assertEquals(
        List.of("bills/tab-05 stuck"),
        bar.verifier(Tab.BILLS).verify(read -> {}).stream().map(Finding::toString).toList());
    var left = bar.repair(Tab.BILLS);
    assertEquals(1, left.size());
    assertTrue(left.values().iterator().next().contains("drunk"), left::toString);
  }

  @Test
  void whatIsBehindIsBroughtUpToWhatCannotBeRead() {
    bar.events.append(
        List.of(
            Tab.recorded("tab-05", 7, "drunk", "{\"number\":6}"),
            Tab.recorded("tab-05", 8, "drunk", "{\"number\":\"seven\"}")),
        List.of());
    assertEquals(Set.of("bills/tab-05 behind"), names(Tab.BILLS));
    var left = bar.repair(Tab.BILLS);
    assertEquals("[bills/tab-05 stuck]", left.keySet().toString());
    assertEquals(7, bar.document(Tab.BILLS.view().key("tab-05")).orElseThrow().version());
  }

  private Set<String> names(Feed<?, ?> feed) {
    return bar.verifier(feed).verify(read -> {}).stream()
        .map(Finding::toString)
        .collect(Collectors.toSet());
  }

  /** A hole, or what somebody with rights over the event store has put there. */
  @ParameterizedTest
  @CsvSource({
    "0, false, bills/tab-05 stuck",
    "1, false, tables-checkpoints/bar~tab-05 stuck",
    "2, false, ''",
    "0, true, bills/tab-05 stuck",
    "1, true, tables-checkpoints/bar~tab-05 stuck",
    "2, true, ''"
  })
  void aPlaceWithoutAnEventIsNamedForeverAndHoldsUpItsOwnStream(
      int view, boolean isHole, String stuck) {
    var feed = Bar.FEEDS.get(view);
    if (!isHole) {
      bar.events.corrupt("bar", "tab-05@0000000007");
    }
    bar.events.append(List.of(Tab.recorded("tab-05", 8, "drunk", "{\"number\":7}")), List.of());
    bar.events.append(Tab.recorded("tab-99", 2), List.of());
    var forever = new HashSet<>(Set.of("bar-events/tab-05@0000000007 no event"));
    if (!stuck.isEmpty()) {
      forever.add(stuck);
    }
    assertTrue(names(feed).containsAll(forever), () -> names(feed).toString());
    assertTrue(names(feed).size() > forever.size(), "and what else is wrong");
    var left = bar.repair(feed);
    assertEquals(
        forever, left.keySet().stream().map(Finding::toString).collect(Collectors.toSet()));
    assertEquals(forever, names(feed));
    var since = bar.verifier(feed).verify(Instant.EPOCH, read -> {});
    assertTrue(isHole || since.toString().contains("tab-05@0000000007 no event"), since::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatIsInTheEventStoreAndInNoStreamIsNamedAndHoldsUpNothing(int view) {
    bar.events.corrupt("bar", "0");
    bar.events.corrupt("bar", "tab-05@0000000003x");
    assertEquals(
        Set.of("bar-events/0 no event", "bar-events/tab-05@0000000003x no event"),
        names(Bar.FEEDS.get(view)));
    assertEquals(2, bar.repair(Bar.FEEDS.get(view)).size());
  }

  /** What the event made is all that is left of it. */
  @ParameterizedTest
  @CsvSource({
    "0, bills/tab-05 unreadable",
    "1, tables/table-7 unreadable",
    "2, log/tab-05-event-3 unreadable"
  })
  void whatWasAppliedBeforeItsEventWasOverwrittenIsNotJudgedAndNotRepaired(
      int view, String finding) {
    var feed = Bar.FEEDS.get(view);
    var before = bar.views.page(feed.view().collection(), Query.first(1_000));
    bar.events.corrupt("bar", "tab-05@0000000003");
    assertEquals(Set.of(finding, "bar-events/tab-05@0000000003 no event"), names(feed));
    assertEquals(2, bar.repair(feed).size());
    assertEquals(before, bar.views.page(feed.view().collection(), Query.first(1_000)));
  }

  /** Two feeds of a view have one collection of checkpoints. */
  @Test
  void theCheckpointsOfOtherServicesAreNobodysBusiness() {
    bar.damage("tables-checkpoints", "attic~tab-05", 3, Optional.empty());
    bar.damage("tables-checkpoints", "zoo~tab-05", 3, Optional.empty());
    assertEquals(List.of(), bar.findings());
  }

  /** Of the last stream of all, too. */
  @ParameterizedTest
  @ValueSource(strings = {"tab-05", "tab-39"})
  void aCheckpointPastTheEndOfItsStreamIsSetBack(String tab) {
    bar.damage("tables-checkpoints", "bar~" + tab, 9, Optional.empty());
    bar.damage("tables-checkpoints", "bar~tab-xx", 1, Optional.empty());
    assertEquals(
        Set.of(
            "tables-checkpoints/bar~" + tab + " differs: version",
            "tables-checkpoints/bar~tab-xx unknown"),
        bar.findings().stream().map(Finding::toString).collect(Collectors.toSet()));
    assertEquals(Map.of(), bar.repair(Tab.TABLES));
    assertEquals(List.of(), bar.findings());
    assertTrue(bar.document(new Key("tables-checkpoints", "bar~tab-xx")).isEmpty());
  }

  @Test
  void whatNoEventSaysIsRemovedSoThatItsEventCanStillMakeIt() {
    bar.damage("log", "tab-05-event-7", 7, Optional.of("{\"table\":\"1\",\"drinks\":0}"));
    assertEquals(Map.of(), bar.repair(Tab.LOG));
    assertTrue(bar.document(Tab.LOG.view().key("tab-05-event-7")).isEmpty());
    var drink = List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":6}"));
    bar.events.append(drink, List.of());
    bar.deliver(drink);
    assertEquals(List.of(), bar.findings());
  }

  @Test
  void anAppliedEventThatCannotBeUnderstoodIsNotJudgedAndNotRepaired() {
    bar.events.append(
        List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":\"six\"}")), List.of());
    bar.damage("bills", "tab-05", 7, Optional.of("{\"table\":\"7\",\"drinks\":6}"));
    var before = bar.document(Tab.BILLS.view().key("tab-05"));
    assertEquals(
        List.of("bills/tab-05 unreadable"),
        bar.verifier(Tab.BILLS).verify(read -> {}).stream().map(Finding::toString).toList());
    assertEquals(1, bar.repair(Tab.BILLS).size());
    assertEquals(before, bar.document(Tab.BILLS.view().key("tab-05")));
  }

  /** Newer code has applied it, and what it has made of it is all that is known. */
  @Test
  void whereTheLastAppliedEventCannotBeUnderstoodNoDocumentIsJudged() {
    bar.events.append(
        List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":\"six\"}")), List.of());
    bar.damage("tables-checkpoints", "bar~tab-05", 7, Optional.empty());
    bar.damage("tables", "table-7", 0, Optional.of("{\"drinks\":101}"));
    assertEquals(Set.of("tables/table-7 unreadable"), names(Tab.TABLES));
    var before = bar.document(Tab.TABLES.view().key("table-7"));
    assertEquals(1, bar.repair(Tab.TABLES).size());
    assertEquals(before, bar.document(Tab.TABLES.view().key("table-7")));
  }

  /** It looks right, and may have been changed by what nobody here can read. */
  @Test
  void whatAStreamTouchedThatCannotBeUnderstoodIsNamedThoughItLooksRightAndNothingElseIs() {
    var drinks = drinks();
    bar.tabs.forEach(tab -> tab.forEach(drinks.projector(bar.events, bar.views, n -> {})::on));
    assertEquals(Set.of(), names(drinks));
    bar.events.append(
        List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":\"six\"}")), List.of());
    bar.damage("drinks-checkpoints", "bar~tab-05", 7, Optional.empty());
    assertEquals(
        IntStream.rangeClosed(1, 5)
            .mapToObj(n -> "drinks/tab-05-%d unreadable".formatted(n))
            .collect(Collectors.toSet()),
        names(drinks));
  }

  /** A view with a document for each drink, whose places are elsewhere. */
  private static Feed<Tab.Event, Tab.Table> drinks() {
    var each =
        new Projection<Tab.Event, Tab.Table>() {
          @Override
          public Set<String> documents(TypedEvent<Tab.Event> event) {
            return event.event() instanceof Tab.Event.Drunk(var number)
                ? Set.of(event.envelope().stream() + "-" + number)
                : Set.of();
          }

          @Override
          public Optional<Tab.Table> evolve(
              String document, Optional<Tab.Table> there, TypedEvent<Tab.Event> event) {
            return Optional.of(new Tab.Table(1));
          }
        };
    return new Feed<>(Tab.Table.VIEW.in("drinks"), "bar", Tab.TYPES, each, Checkpoint.PER_STREAM);
  }

  @Test
  void sinceLooksAtWhatWasChangedSinceAndAtNothingElse() {
    bar.damage("bills", "tab-04", 1, Optional.of("{\"table\":\"7\",\"drinks\":4}"));
    bar.damage("log", "tab-08-event-1", 1, Optional.of("{\"table\":\"1\",\"drinks\":0}"));
    bar.damage("tables", "table-7", 0, Optional.of("{\"drinks\":1}"));
    var since = bar.later();
    for (var feed : Bar.FEEDS) {
      assertEquals(List.of(), bar.verifier(feed).verify(since, read -> {}));
    }
    var drinks =
        List.of(
            Tab.recorded("tab-04", 6, "drunk", "{\"number\":5}"),
            Tab.recorded("tab-05", 7, "drunk", "{\"number\":6}"));
    drinks.forEach(drink -> bar.events.append(List.of(drink), List.of()));
    bar.deliver(drinks.subList(0, 1));
    var found = new ArrayList<String>();
    for (var feed : Bar.FEEDS) {
      bar.verifier(feed).verify(since, read -> {}).forEach(it -> found.add(it.toString()));
    }
    assertEquals(
        List.of(
            "bills/tab-04 differs: drinks",
            "bills/tab-05 behind",
            "tables/table-7 differs: drinks",
            "log/tab-05-event-7 missing"),
        found);
  }

  /** Between any two reads, people open tabs and drink, and all of it is delivered. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void besideTrafficWhatIsRightStaysAndWhatIsWrongIsRepaired(int view) {
    var feed = Bar.FEEDS.get(view);
    var traffic = new Traffic();
    assertEquals(List.of(), bar.verifier(feed, traffic).verify(read -> {}));
    switch (feed.checkpoint()) {
      case IN_DOCUMENT ->
          bar.damage("bills", "tab-01", 2, Optional.of("{\"table\":\"7\",\"drinks\":9}"));
      case PER_STREAM -> bar.damage("tables", "table-7", 0, Optional.of("{\"drinks\":1}"));
      case NONE -> {
        bar.damage("log", "tab-08-event-1", 0, Optional.empty());
        bar.damage("log", "nobody", 1, Optional.of("{\"table\":\"7\",\"drinks\":0}"));
      }
    }
    var found = bar.verifier(feed, traffic).verify(read -> {});
    assertEquals(feed.checkpoint() == Checkpoint.NONE ? 2 : 1, found.size(), found::toString);
    assertEquals(Map.of(), bar.verifier(feed, traffic).repair(found, read -> {}));
    assertTrue(traffic.tabs > 1, () -> traffic.tabs + " tabs");
    assertEquals(List.of(), bar.findings());
  }

  private final class Traffic extends ForwardingQueryStore {

    private int tabs;
    private int calls;

    Traffic() {
      super(bar.views);
    }

    private void flow() {
      // Not all the time: a document that moved is looked at anew until it has not.
      if (calls++ % 7 == 1) {
        var id = "at-%02d-%d".formatted(tabs % 40, 10_000 + tabs++);
        var tab = Tab.recorded(id, 2).stream().map(Bar::young).toList();
        bar.events.append(tab, List.of());
        bar.deliver(tab);
      }
    }

    @Override
    public Map<Key, Document> get(Collection<Key> keys) {
      flow();
      return super.get(keys);
    }

    @Override
    public DocumentReader snapshot() {
      flow();
      var snapshot = super.snapshot();
      flow();
      return new DocumentReader() {
        @Override
        public Map<Key, Document> get(Collection<Key> keys) {
          flow();
          return snapshot.get(keys);
        }

        @Override
        public List<Document> page(String collection, Query query) {
          flow();
          return snapshot.page(collection, query);
        }
      };
    }
  }

  /** Their documents and their events would not come in the same order. */
  @Test
  void streamsThatAreNamedAsTheBeginningOfOthersAreRefusedBeforeAnythingIsJudgedByIt() {
    bar.events.append(Tab.recorded("tab-055", 1), List.of());
    var refused =
        assertThrows(IllegalStateException.class, () -> bar.verifier(Tab.BILLS).verify(read -> {}));
    assertTrue(refused.getMessage().contains("tab-05"), refused.getMessage());
  }

  @Test
  void aStoreThatFailsNowAndThenEndsNothing() {
    bar.damage("tables", "table-7", 0, Optional.of("{\"drinks\":1}"));
    var calls = new int[1];
    var moody =
        new ForwardingQueryStore(bar.views) {
          private void mood() {
            if (calls[0]++ % 2 == 0) {
              throw new TransientFailure("not now", null);
            }
          }

          @Override
          public DocumentReader snapshot() {
            mood();
            return super.snapshot();
          }

          @Override
          public Map<Key, Document> get(Collection<Key> keys) {
            mood();
            return super.get(keys);
          }

          @Override
          public List<Revision> commit(List<Write> writes) {
            mood();
            return super.commit(writes);
          }
        };
    var verifier = bar.verifier(Tab.TABLES, moody);
    assertEquals(Map.of(), verifier.repair(verifier.verify(read -> {}), read -> {}));
    assertEquals(List.of(), bar.findings());
  }

  private final List<Integer> pauses = new ArrayList<>();

  private int looks;

  /**
   * @param times how often others write at the same moment
   */
  private Verifier whileOthersWrite(int times) {
    var busy =
        new ForwardingQueryStore(bar.views) {
          @Override
          public List<Revision> commit(List<Write> writes) {
            if (looks++ < times) {
              throw new ConcurrentWrite("others write it");
            }
            return super.commit(writes);
          }
        };
    return bar.verifier(Tab.BILLS, busy, pauses::add);
  }

  /** Whoever repairs it would wait for ever. */
  @Test
  void whatIsWrittenAllTheTimeIsLeftAfterTenLooks() {
    bar.damage("bills", "tab-01", 2, Optional.of("{\"table\":\"7\",\"drinks\":9}"));
    var verifier = whileOthersWrite(Integer.MAX_VALUE);
    var left = verifier.repair(verifier.verify(read -> {}), read -> {});
    assertEquals(
        "{bills/tab-01 differs: drinks=it is written all the time: rebuild the view}",
        left.toString());
    assertEquals(10, looks);
    assertEquals(List.of(1, 2, 3, 4, 5, 5, 5, 5, 5), pauses);
  }

  @Test
  void whatMovedOnceIsLookedAtAgainAndRepaired() {
    bar.damage("bills", "tab-01", 2, Optional.of("{\"table\":\"7\",\"drinks\":9}"));
    var verifier = whileOthersWrite(1);
    assertEquals(Map.of(), verifier.repair(verifier.verify(read -> {}), read -> {}));
    assertEquals(List.of(1), pauses);
    assertEquals(List.of(), bar.findings());
  }

  @Test
  void nothingIsRepairedThatNobodyHasNamed() {
    corrupt("tables-checkpoints", "bar~tab-03");
    corrupt("tables-checkpoints", "bar~tab-04");
    // Named as a checkpoint is, in the other collection.
    bar.damage("tables", "bar~tab-03", 0, Optional.of("{\"drinks\":1}"));
    var named =
        bar.verifier(Tab.TABLES).verify(read -> {}).stream()
            .filter(it -> it.key().equals(new Key("tables-checkpoints", "bar~tab-03")))
            .toList();
    assertEquals(Map.of(), bar.verifier(Tab.TABLES).repair(named, read -> {}));
    assertTrue(names(Tab.TABLES).contains("tables-checkpoints/bar~tab-04 corrupt"));
    assertTrue(bar.document(Tab.TABLES.view().key("bar~tab-03")).isPresent());
  }

  /** By two runs of verify, say. */
  @Test
  void whatIsNamedTwiceIsRepairedOnce() {
    bar.damage("bills", "tab-01", 2, Optional.of("{\"table\":\"7\",\"drinks\":9}"));
    var twice = new ArrayList<>(bar.verifier(Tab.BILLS).verify(read -> {}));
    twice.add(twice.getFirst().as(Finding.Kind.BEHIND));
    assertEquals(Map.of(), bar.verifier(Tab.BILLS).repair(twice, read -> {}));
    assertEquals(List.of(), bar.findings());
  }

  /** It has had no time to be late, and its stream can't be brought up any further all the same. */
  @Test
  void whatIsBehindAndThenMeetsAYoungEventThatCannotBeReadIsSaidToBeStuck() {
    bar.events.append(
        List.of(
            Tab.recorded("tab-05", 7, "drunk", "{\"number\":6}"),
            Bar.young(Tab.recorded("tab-05", 8, "drunk", "{\"number\":\"seven\"}"))),
        List.of());
    assertEquals(Set.of("bills/tab-05 behind"), names(Tab.BILLS));
    assertEquals("[bills/tab-05 stuck]", bar.repair(Tab.BILLS).keySet().toString());
    assertEquals(7, bar.document(Tab.BILLS.view().key("tab-05")).orElseThrow().version());
  }

  /**
   * Who watches a run of hours wants to see it move.
   *
   * @param all the events, and the documents behind the last stream
   */
  @ParameterizedTest
  @CsvSource({"0, 137, 3", "1, 137, 142", "2, 272, 3"})
  void eachEventAndEachDocumentThatIsReadIsTold(int view, int all, int since) {
    var feed = Bar.FEEDS.get(view);
    bar.damage("bills", "zzz", 1, Optional.of("{\"table\":\"7\",\"drinks\":0}"));
    var read = new long[1];
    bar.verifier(feed).verify(more -> read[0] += more);
    assertEquals(all, read[0]);
    var then = bar.later();
    bar.events.append(Tab.recorded("tab-99", 2), List.of());
    read[0] = 0;
    bar.verifier(feed).verify(then, more -> read[0] += more);
    assertEquals(since, read[0]);
  }

  /** A bar that never closed: more tabs were opened than anybody remembers. */
  @Test
  void howManyDocumentsWereChangedIsNoMatterOfMemory() {
    int all = 2 * Verifier.HELD + 1;
    var asked = new int[1];
    var moments = new int[1];
    var views =
        new ForwardingQueryStore(bar.views) {
          @Override
          public Map<Key, Document> get(Collection<Key> keys) {
            asked[0] += keys.size();
            return Map.of();
          }

          @Override
          public DocumentReader snapshot() {
            moments[0]++;
            return this;
          }
        };
    var mostHeld = new int[1];
    var busy =
        new EventLog() {
          @Override
          public void readByKey(String from, String before, Consumer<Slot> each) {}

          @Override
          public void readByTime(Instant from, Instant before, Predicate<Committed> each) {
            for (int n = 0; n < all; n++) {
              mostHeld[0] = Math.max(mostHeld[0], n - asked[0]);
              var opened = Tab.recorded("tab-%06d".formatted(n), 1, "opened", "{}");
              each.test(new Committed(new Slot(opened), Tab.NOON, Tab.NOON));
            }
          }
        };
    var verifier =
        new Verifier(
            List.of(Tab.BILLS),
            bar.with(busy),
            views,
            () -> Tab.NOON,
            Duration.ZERO,
            attempt -> {});
    assertEquals(List.of(), verifier.verify(Instant.EPOCH, read -> {}));
    assertEquals(all, asked[0]);
    assertTrue(mostHeld[0] <= Verifier.HELD, () -> mostHeld[0] + " ids");
    assertEquals(3, moments[0]);
  }

  /** A thousand tabs at one table: nothing is looked at once a tab. */
  @Test
  void aDocumentOfManyStreamsCostsNoMoreThanPages() {
    for (int i = 0; i < 1_000; i++) {
      var tab = Tab.recorded("at-%06d".formatted(i), 1);
      bar.events.append(tab, List.of());
      bar.deliver(tab);
    }
    bar.damage("tables", "table-7", 0, Optional.of("{\"drinks\":1}"));
    var reads = new int[1];
    var counting =
        new ForwardingQueryStore(bar.views) {
          @Override
          public Map<Key, Document> get(Collection<Key> keys) {
            reads[0]++;
            return super.get(keys);
          }

          @Override
          public List<Document> page(String collection, Query query) {
            reads[0]++;
            return super.page(collection, query);
          }

          @Override
          public DocumentReader snapshot() {
            return this;
          }
        };
    var verifier = bar.verifier(Tab.TABLES, counting);
    assertEquals(Map.of(), verifier.repair(verifier.verify(read -> {}), read -> {}));
    assertEquals(List.of(), bar.findings());
    assertTrue(reads[0] < 25, () -> reads[0] + " calls");
  }
}
