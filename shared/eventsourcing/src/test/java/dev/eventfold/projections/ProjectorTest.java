package dev.eventfold.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.Tab;
import dev.eventfold.Tab.Bill;
import dev.eventfold.documents.CorruptDocument;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.store.ForwardingEventStore;
import dev.eventfold.store.TransientFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectorTest {

  private static final int DRINKS = 250;

  private final InMemoryEventStore events = new InMemoryEventStore();
  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private final List<RecordedEvent> stream = Tab.recorded("tab-1", DRINKS);

  private static RecordedEvent event(long version, String type, String payload) {
    return Tab.recorded("tab-1", version, type, payload);
  }

  @BeforeEach
  void store() {
    events.append(stream, List.of());
  }

  private Projector<Tab.Event, Bill> projector(Checkpoint checkpoint, QueryStore store) {
    return new Feed<>(Bill.VIEW, "bar", Tab.TYPES, new Tab.ToBill(), checkpoint)
        .projector(events, store, attempt -> {});
  }

  private Document document() {
    var key = Bill.VIEW.key("tab-1");
    return views.get(Set.of(key)).get(key);
  }

  private int drinks() {
    return Bill.VIEW.shown(document().content()).orElseThrow().drinks();
  }

  @ParameterizedTest
  @EnumSource(
      value = Checkpoint.class,
      names = {"IN_DOCUMENT", "PER_STREAM"})
  void anyOrderWithDuplicatesOnAnyInstanceEndsInTheSameView(Checkpoint checkpoint) {
    for (int seed = 0; seed < 20; seed++) {
      var delivered = new ArrayList<>(stream.subList(0, 40));
      delivered.addAll(stream.subList(0, 40));
      Collections.shuffle(delivered, new Random(seed));
      var instances = IntStream.range(0, 3).mapToObj(i -> projector(checkpoint, views)).toList();
      for (int i = 0; i < delivered.size(); i++) {
        instances.get(i % 3).on(delivered.get(i));
      }
      assertEquals(39, drinks());
    }
  }

  @Test
  void aGapIsReadFromTheStoreHoweverLongItIs() {
    projector(Checkpoint.IN_DOCUMENT, views).on(stream.getLast());
    assertEquals(DRINKS, drinks());
    assertEquals(DRINKS + 1, document().version());
  }

  private final List<Integer> gets = new ArrayList<>();
  private final List<Integer> commits = new ArrayList<>();
  private final List<Integer> ranges = new ArrayList<>();

  /** A projector of which every call to the stores is counted. */
  private Projector<Tab.Event, Bill> counted(
      Checkpoint checkpoint, Projection<Tab.Event, Bill> projection) {
    var store =
        new ForwardingQueryStore(views) {
          @Override
          public Map<Key, Document> get(Collection<Key> keys) {
            gets.add(keys.size());
            return super.get(keys);
          }

          @Override
          public List<Revision> commit(List<Write> writes) {
            commits.add(writes.size());
            return super.commit(writes);
          }
        };
    var source =
        new ForwardingEventStore(events) {
          @Override
          public List<RecordedEvent> readRange(String stream, long from, long to) {
            ranges.add((int) (to - from + 1));
            return super.readRange(stream, from, to);
          }
        };
    return new Feed<>(Bill.VIEW, "bar", Tab.TYPES, projection, checkpoint)
        .projector(source, store, attempt -> {});
  }

  private void assertCalls(List<Integer> read, List<Integer> written, List<Integer> events) {
    assertEquals(List.of(read, written, events), List.of(gets, commits, ranges));
    gets.clear();
    commits.clear();
    ranges.clear();
  }

  @Test
  void anEventThatIsNextIsOneWriteAndNoReadOnceTheInstanceIsWarm() {
    var projector = counted(Checkpoint.IN_DOCUMENT, new Tab.ToBill());
    projector.on(stream.get(0));
    projector.on(stream.get(1));
    projector.on(stream.get(2));
    assertCalls(List.of(), List.of(1, 1, 1), List.of());
    // A duplicate.
    projector.on(stream.get(1));
    assertCalls(List.of(), List.of(), List.of());
    var cold = counted(Checkpoint.IN_DOCUMENT, new Tab.ToBill());
    cold.on(stream.get(3));
    cold.on(stream.get(4));
    assertCalls(List.of(1), List.of(1, 1), List.of());
    // It is taken for new, and is not; the commit has found out.
    counted(Checkpoint.IN_DOCUMENT, new Tab.ToBill()).on(stream.get(0));
    assertCalls(List.of(1), List.of(1), List.of());
  }

  @Test
  void aDocumentOfManyStreamsAndItsPlaceAreReadInOneStepAndWrittenInOne() {
    var projector = counted(Checkpoint.PER_STREAM, new Tab.ToBill());
    projector.on(stream.get(0));
    projector.on(stream.get(1));
    assertCalls(List.of(2), List.of(2, 2), List.of());
  }

  @Test
  void aGapIsReadAndWrittenAHundredEventsAtATimeAndTheEventItselfIsNotReadAgain() {
    var projector = counted(Checkpoint.IN_DOCUMENT, new Tab.ToBill());
    projector.on(stream.getLast());
    assertCalls(List.of(1), List.of(1, 1, 1), List.of(100, 100, 50));
    assertEquals(DRINKS, drinks());
  }

  /** A store takes only so many writes in one commit. */
  @Test
  void whatAPartOfAGapHasWrittenIsNotWrittenAgainWithTheNext() {
    var drinks =
        new Projection<Tab.Event, Bill>() {
          @Override
          public Set<String> documents(TypedEvent<Tab.Event> event) {
            return Set.of("drink-" + event.envelope().version());
          }

          @Override
          public Optional<Bill> evolve(String id, Optional<Bill> there, TypedEvent<Tab.Event> e) {
            return Optional.of(new Bill(id, 1 + there.map(Bill::drinks).orElse(0)));
          }
        };
    counted(Checkpoint.PER_STREAM, drinks).on(stream.getLast());
    assertEquals(List.of(101, 101, 52), commits);
    assertEquals(
        Set.of(1),
        views.page("bills", Query.first(1_000)).stream()
            .map(it -> Bill.VIEW.shown(it.content()).orElseThrow().drinks())
            .collect(Collectors.toSet()));
  }

  @Test
  void aViewNeverGoesBack() {
    var projector = projector(Checkpoint.IN_DOCUMENT, views);
    projector.on(stream.get(9));
    var there = document();
    projector.on(stream.get(3));
    projector(Checkpoint.IN_DOCUMENT, views).on(stream.get(0));
    assertEquals(there, document());
  }

  @Test
  void aCommitThatWasLostIsMadeAgain() {
    var commits = new int[1];
    QueryStore moving =
        new ForwardingQueryStore(views) {
          @Override
          public List<Revision> commit(List<Write> writes) {
            if (commits[0]++ == 0) {
              projector(Checkpoint.IN_DOCUMENT, views).on(stream.get(1));
            }
            return super.commit(writes);
          }
        };
    projector(Checkpoint.IN_DOCUMENT, moving).on(stream.get(2));
    assertEquals(2, drinks());
  }

  @Test
  void aCommitWhoseAnswerWasLostIsNotAppliedTwice() {
    var failing = new boolean[] {true};
    QueryStore losing =
        new ForwardingQueryStore(views) {
          @Override
          public List<Revision> commit(List<Write> writes) {
            var revisions = super.commit(writes);
            if (failing[0]) {
              throw new TransientFailure("the answer was lost", null);
            }
            return revisions;
          }
        };
    var projector = projector(Checkpoint.PER_STREAM, losing);
    assertThrows(TransientFailure.class, () -> projector.on(stream.get(4)));
    failing[0] = false;
    projector.on(stream.get(4));
    assertEquals(4, drinks());
  }

  @Test
  void aRaceThatNobodyWonIsNoDuplicateOfALogsEntry() {
    var aborted = new boolean[] {true};
    QueryStore busy =
        new ForwardingQueryStore(views) {
          @Override
          public List<Revision> commit(List<Write> writes) {
            if (aborted[0]) {
              aborted[0] = false;
              throw new ConcurrentWrite("others write at the same time");
            }
            return super.commit(writes);
          }
        };
    projector(Checkpoint.NONE, busy).on(stream.get(0));
    assertEquals(1, views.page("bills", Query.first(10)).size());
  }

  @Test
  void aBlankIsNoDuplicateOfALogsEntry() {
    var id = stream.get(0).id();
    var blank = Document.Content.checkpoint(id, 0);
    views.commit(List.of(new Write("bills", blank, new Write.Precondition.None())));
    projector(Checkpoint.NONE, views).on(stream.get(0));
    assertEquals(1, views.page("bills", Query.first(10)).getFirst().version());
  }

  /** A hole, or what somebody else has put there. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsAppliedPastAPlaceWithoutAnEvent(boolean isHole) {
    var drunk = event(DRINKS + 3, "drunk", "{\"number\":%d}".formatted(DRINKS + 2));
    events.append(List.of(drunk), List.of());
    if (!isHole) {
      events.corrupt("bar", RecordedEvent.key("tab-1", DRINKS + 2));
    }
    var projector = projector(Checkpoint.IN_DOCUMENT, views);
    var none = assertThrows(NoEvent.class, () -> projector.on(drunk));
    assertEquals("bar tab-1@0000000252: there is no event", none.getMessage());
    projector.on(stream.getLast());
    assertThrows(NoEvent.class, () -> projector.on(drunk));
    assertEquals(DRINKS + 1, document().version());
  }

  /** Counting from the first event again would count twice what others have made of it. */
  @ParameterizedTest
  @EnumSource(Checkpoint.class)
  void nothingIsAppliedToACorruptDocument(Checkpoint checkpoint) {
    var first = stream.getFirst();
    var place =
        checkpoint == Checkpoint.PER_STREAM
            ? new QueryStore.Key("bills-checkpoints", "bar~tab-1")
            : Bill.VIEW.key(checkpoint == Checkpoint.NONE ? first.id() : "tab-1");
    views.corrupt(place);
    var there = views.get(Set.of(place));
    var refused = assertThrows(CorruptDocument.class, () -> projector(checkpoint, views).on(first));
    assertEquals(place.id() + " is corrupt: verify the view", refused.getMessage());
    assertEquals(there, views.get(Set.of(place)));
  }

  @Test
  void whatCannotBeReadStopsItsStreamAndNothingIsAppliedPastIt() {
    var poisoned = new InMemoryEventStore();
    poisoned.append(
        List.of(stream.get(0), event(2, "drunk", "{\"number\":\"two\"}"), stream.get(2)),
        List.of());
    var projector =
        new Feed<>(Bill.VIEW, "bar", Tab.TYPES, new Tab.ToBill(), Checkpoint.IN_DOCUMENT)
            .projector(poisoned, views, attempt -> {});
    projector.on(stream.get(0));
    assertThrows(UnreadableEvent.class, () -> projector.on(stream.get(2)));
    assertEquals(1, document().version());
  }

  @Test
  void aStrangersUnknownTypeMovesTheCheckpointAndNothingElse() {
    EventTypes<Tab.Event> known =
        EventTypes.<Tab.Event>foreign().add("opened", Tab.Event.Opened.class);
    var projector =
        new Feed<>(Bill.VIEW, "bar", known, new Tab.ToBill(), Checkpoint.IN_DOCUMENT)
            .projector(events, views, attempt -> {});
    projector.on(stream.get(5));
    assertEquals(6, document().version());
    assertEquals(Optional.of(new Bill("7", 0)), Bill.VIEW.shown(document().content()));
  }

  @Test
  void withoutACheckpointEveryEventIsADocumentOnce() {
    var projector = projector(Checkpoint.NONE, views);
    projector.on(stream.get(0));
    projector.on(stream.get(0));
    assertEquals(1, views.page("bills", Query.first(10)).size());
  }

  @Test
  void withoutACheckpointAnAbortedCommitIsNotTakenForADuplicate() {
    var commits = new int[1];
    QueryStore contended =
        new ForwardingQueryStore(views) {
          @Override
          public List<Revision> commit(List<Write> writes) {
            if (commits[0]++ < 2) {
              throw new ConcurrentWrite("contended");
            }
            return super.commit(writes);
          }
        };
    projector(Checkpoint.NONE, contended).on(stream.get(0));
    assertEquals(1, views.page("bills", Query.first(10)).size());
  }

  /** A replay would bring back what the database has deleted. */
  @Test
  void anEntryWhoseTimeIsOverIsNotWritten() {
    var end = Tab.NOON.plusSeconds(60);
    var kept = new View<>("bills", Bill.class, bill -> Map.of(Document.Content.EXPIRES_AT, end));
    var log = new Feed<>(kept, "bar", Tab.TYPES, new Tab.ToBill(), Checkpoint.NONE);
    log.projector(events, views, attempt -> {}, () -> end.plusMillis(1)).on(stream.get(0));
    assertEquals(List.of(), views.page("bills", Query.first(10)));
    log.projector(events, views, attempt -> {}, () -> end).on(stream.get(0));
    assertEquals(1, views.page("bills", Query.first(10)).size());
  }
}
