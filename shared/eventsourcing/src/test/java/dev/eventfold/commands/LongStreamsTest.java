package dev.eventfold.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.ForwardingEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that outgrow one page: their snapshots, and stores that lost what a snapshot saw. */
class LongStreamsTest {

  private record Step(int number) {}

  private record Walk(int steps) {}

  private record Walking() implements Decider<Integer, Step, Walk> {
    @Override
    public Walk initial() {
      return new Walk(0);
    }

    @Override
    public List<Step> decide(Walk walk, Integer steps) {
      var taken = new ArrayList<Step>();
      for (int i = 1; i <= steps; i++) {
        taken.add(new Step(walk.steps() + i));
      }
      return taken;
    }

    @Override
    public Walk evolve(Walk walk, Step step) {
      return new Walk(step.number());
    }
  }

  private static final EventTypes<Step> TYPES = EventTypes.<Step>own().add("step", Step.class);
  private static final Aggregate<Integer, Step, Walk> WALKS = Aggregate.of(new Walking(), TYPES);

  /** Reads, as Firestore bills them: one at least. */
  private static final class Counted extends ForwardingEventStore {
    private final List<Integer> reads = new ArrayList<>();

    Counted(EventStore store) {
      super(store);
    }

    @Override
    public List<RecordedEvent> readAfter(String stream, long after, int limit) {
      var page = super.readAfter(stream, after, limit);
      reads.add(Math.max(1, page.size()));
      return page;
    }

    @Override
    public List<RecordedEvent> readRange(String stream, long from, long to) {
      var range = super.readRange(stream, from, to);
      reads.add((int) (to - from + 1));
      return range;
    }
  }

  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private Counted store = new Counted(new InMemoryEventStore());
  private int keys;

  /** A cold instance. */
  private CommandResult walk(int steps) {
    return walk(steps, 1);
  }

  /**
   * @param shape of the states in its snapshots
   */
  private CommandResult walk(int steps, int shape) {
    var id = Ids.command("walks", "ann", "" + keys++);
    return CommandHandler.of("walks", WALKS.snapshots(shape, Map.of("walk", Walk.class)), store)
        .snapshots(views)
        .retries(RetryPolicy.RACES.with(attempt -> {}))
        .handle(
            new CommandRequest<>(
                "walk",
                false,
                OptionalLong.empty(),
                false,
                steps,
                new Metadata(id, "hash", "", "", "", "ann")));
  }

  private long snapshot() {
    var key = new QueryStore.Key("walks-snapshots", "walk");
    return views.get(List.of(key)).containsKey(key)
        ? views.get(List.of(key)).get(key).version()
        : 0;
  }

  @BeforeEach
  void walkAWhile() {
    walk(95);
  }

  @Test
  void aSnapshotIsWrittenWheneverAnotherHundredIsReached() {
    assertEquals(0, snapshot());
    walk(4);
    assertEquals(0, snapshot());
    walk(2);
    assertEquals(101, snapshot());
    walk(98);
    assertEquals(101, snapshot());
    walk(300);
    assertEquals(499, snapshot());
  }

  @Test
  void aColdLoadReadsTheFirstPageAndWhatFollowsTheSnapshot() {
    walk(10);
    walk(40);
    assertEquals(105, snapshot());
    store.reads.clear();
    assertEquals(146, walk(1).version());
    // The last event that the snapshot saw, and forty that it did not.
    assertEquals(List.of(StateLoader.FIRST_PAGE, 41), store.reads);
  }

  /** Whoever wrote them has states of another shape, say. */
  @Test
  void aColdLoadReadsOnHoweverFarTheSnapshotIsBehind() {
    walk(10);
    var first = store.readAfter("walk", 104, 1).getFirst();
    for (long version = 106; version <= 1_000; version++) {
      store.append(List.of(another(at(version, first))), List.of());
    }
    assertEquals(105, snapshot());
    store.reads.clear();
    assertEquals(1_001, walk(1).version());
    // The last event that the snapshot saw is read again.
    assertEquals(List.of(StateLoader.FIRST_PAGE, 500, 396), store.reads);
  }

  private static RecordedEvent at(long version, RecordedEvent event) {
    return new RecordedEvent(
        event.id(),
        event.service(),
        event.stream(),
        version,
        event.type(),
        event.schema(),
        event.timestamp(),
        event.payload(),
        event.metadata());
  }

  @Test
  void aSnapshotAheadOfARestoredStoreIsNotTrusted() {
    walk(10);
    var restored = new InMemoryEventStore();
    restored.append(store.readAfter("walk", 0, 60), List.of());
    store = new Counted(restored);
    assertEquals(61, walk(1).version());
    assertEquals(61, store.readAfter("walk", 0, 1_000).size());
  }

  /** The restored stream has grown past the snapshot, and says something else. */
  @Test
  void aSnapshotOfAHistoryThatIsNoMoreIsNotTrusted() {
    walk(10);
    var restored = new InMemoryEventStore();
    restored.append(store.readAfter("walk", 0, 60), List.of());
    for (var lost : store.readAfter("walk", 60, 1_000)) {
      restored.append(List.of(another(lost)), List.of());
    }
    store = new Counted(restored);
    var taken = walk(1).events().getFirst();
    assertEquals(106, taken.version());
    assertEquals(1_106, taken.payload().path("number").asInt());
  }

  /** In its place, by another command. */
  private static RecordedEvent another(RecordedEvent event) {
    var id = Ids.command("walks", "bob", "" + event.version());
    return new RecordedEvent(
        Ids.event(id, 0),
        event.service(),
        event.stream(),
        event.version(),
        event.type(),
        event.schema(),
        event.timestamp(),
        Json.tree(new Step(1_000 + (int) event.version())),
        new Metadata(id, "hash", "", "", "", "bob"));
  }

  @Test
  void aSnapshotOfAnotherShapeIsNotTrustedAndReplaced() {
    walk(10);
    var broken = Json.parse("{\"state\":{\"steps\":7}}");
    store.reads.clear();
    assertEquals(106, walk(1, 2).version());
    assertEquals(List.of(StateLoader.FIRST_PAGE, 85), store.reads);
    walk(99, 2);
    assertEquals(205, snapshot());
    store.reads.clear();
    // Back to the old code, and forth again.
    assertEquals(206, walk(1, 1).version());
    assertEquals(207, walk(1, 2).version());
    assertEquals(List.of(StateLoader.FIRST_PAGE, 185, StateLoader.FIRST_PAGE, 2), store.reads);
    views.commit(
        List.of(
            new Write(
                "walks-snapshots",
                new Document.Content("walk", 207, Optional.of(broken), Map.of()),
                new Write.Precondition.None())));
    assertEquals(208, walk(1, 2).version());
  }

  @Test
  void aHoleIsAnErrorNotAShorterStream() {
    var first = store.readAfter("walk", 94, 1).getFirst();
    var far =
        new RecordedEvent(
            "far",
            first.service(),
            "walk",
            100,
            first.type(),
            first.schema(),
            first.timestamp(),
            first.payload(),
            first.metadata());
    store.append(List.of(far), List.of());
    var refused = assertThrows(IllegalStateException.class, () -> walk(1));
    assertTrue(refused.getMessage().contains("100"), refused::getMessage);
  }
}
