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
import dev.eventfold.events.NoEvent;
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

  private static final QueryStore.Key SNAPSHOT = new QueryStore.Key("walks-snapshots", "walk");

  /** Reads, as Firestore bills them: one at least. */
  private static class Counted extends ForwardingEventStore {
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
    public List<RecordedEvent> readLast(String stream, int limit) {
      var page = super.readLast(stream, limit);
      reads.add(Math.max(1, page.size()));
      return page;
    }

    @Override
    public List<RecordedEvent> readRange(String stream, long from, long to) {
      var range = super.readRange(stream, from, to);
      reads.add((int) (to - from + 1));
      return range;
    }

    @Override
    public List<RecordedEvent> readCommand(String stream, String commandId) {
      var found = super.readCommand(stream, commandId);
      reads.add(Math.max(1, found.size()));
      return found;
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
    return instance(shape).handle(request(Ids.command("walks", "ann", "" + keys++), steps));
  }

  private CommandHandler<Integer, Step, Walk> instance(int shape) {
    return CommandHandler.of("walks", WALKS.snapshots(shape, Map.of("walk", Walk.class)), store)
        .snapshots(views)
        .retries(RetryPolicy.RACES.with(attempt -> {}));
  }

  private static CommandRequest<Integer> request(String id, int steps) {
    var metadata = new Metadata(id, "hash of " + steps, "", "", "", "ann");
    return new CommandRequest<>("walk", false, OptionalLong.empty(), false, steps, metadata);
  }

  private long snapshot() {
    return Optional.ofNullable(views.get(List.of(SNAPSHOT)).get(SNAPSHOT))
        .map(Document::version)
        .orElse(0L);
  }

  @BeforeEach
  void walkAWhile() {
    walk(95);
  }

  @Test
  void aSnapshotIsWrittenWheneverAnotherFiftyIsReached() {
    assertEquals(95, snapshot());
    walk(4);
    assertEquals(95, snapshot());
    walk(2);
    assertEquals(101, snapshot());
    walk(48);
    assertEquals(101, snapshot());
    walk(300);
    assertEquals(449, snapshot());
  }

  @Test
  void aColdLoadReadsTheLastFiftyAndTheSnapshotIsAmongThem() {
    walk(10);
    assertEquals(105, snapshot());
    for (int version = 106; version <= 300; version++) {
      store.reads.clear();
      assertEquals(version, walk(1).version());
      assertEquals(List.of(50), store.reads);
    }
  }

  /** Its command had many events, or it was not written at all. */
  @Test
  void aColdLoadReadsWhatIsBetweenASnapshotThatIsBehindAndTheEnd() {
    walkTo(180);
    store.reads.clear();
    assertEquals(181, walk(1).version());
    assertEquals(List.of(50, 86), store.reads);
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
    // The last event that the snapshot saw is read again; and the command may be an old one.
    assertEquals(List.of(50, 100, 100, 100, 100, 100, 100, 100, 100, 96, 1), store.reads);
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

  /** Somebody else appends and saves between the two reads of a cold load. */
  @Test
  void aSnapshotAheadOfWhatWasReadCostsNoWholeStream() {
    walkTo(999);
    walk(1);
    walk(49);
    assertEquals(1_000, snapshot());
    var behind = store.readLast("walk", 50);
    walk(1);
    assertEquals(1_050, snapshot());
    store =
        new Counted(store) {
          @Override
          public List<RecordedEvent> readLast(String stream, int limit) {
            super.readLast(stream, limit);
            return behind;
          }
        };
    assertEquals(1_051, walk(1).version());
    // The end, the last event that the snapshot saw, and whether the command is an old one.
    assertEquals(List.of(50, 1, 1), store.reads);
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
    return by(bob(event.version()), event, 1_000);
  }

  private static String bob(long version) {
    return Ids.command("walks", "bob", "" + version);
  }

  private static RecordedEvent by(String command, RecordedEvent event, long ahead) {
    return new RecordedEvent(
        Ids.event(command, 0),
        event.service(),
        event.stream(),
        event.version(),
        event.type(),
        event.schema(),
        event.timestamp(),
        Json.tree(new Step((int) (ahead + event.version()))),
        new Metadata(command, "hash of 1", "", "", "", "bob"));
  }

  /** Each event by a command of its own. */
  private void walkTo(long last) {
    var first = store.readAfter("walk", 0, 1).getFirst();
    for (long version = 96; version <= last; version++) {
      store.append(List.of(by(bob(version), at(version, first), 0)), List.of());
    }
  }

  @Test
  void aStreamOfAHundredThousandEventsCostsWhatAShortOneDoes() {
    walkTo(99_999);
    // It has no snapshot yet: this load is the last that reads it all.
    walk(1);
    assertEquals(100_000, snapshot());
    for (int i = 0; i < 99; i++) {
      store.reads.clear();
      walk(1);
      // Whether it was carried out before is one more.
      assertEquals(List.of(50, 1), store.reads);
    }
    var written = views.get(List.of(SNAPSHOT)).get(SNAPSHOT).body().orElseThrow();
    assertTrue(Json.text(written).length() < 50_000, () -> "" + Json.text(written).length());
  }

  /** Each reads its one event; none that is forgotten takes effect again. */
  @Test
  void aCommandIsCarriedOutOnceHoweverLongAgoItWas() {
    walkTo(2_000);
    var warm = instance(1);
    warm.handle(request(Ids.command("walks", "ann", "new"), 1));
    for (long version : List.of(96L, 1_000L, 1_549L, 1_550L, 1_560L, 2_000L)) {
      store.reads.clear();
      var again = warm.handle(request(bob(version), 1));
      assertEquals(version, again.version());
      assertEquals(store.readRange("walk", version, version), again.events());
      assertEquals(List.of(1, 1), store.reads);
      var other = request(bob(version), 2);
      var refused = assertThrows(Conflict.class, () -> warm.handle(other));
      assertEquals(Conflict.Reason.KEY_REUSED, refused.reason());
    }
    assertEquals(2_001, store.readRange("walk", 1, 9_999).size());
  }

  /** Who can't have sent it before pays nothing for the past. */
  @Test
  void aNewCommandOnALongStreamReadsNothingAndOneThatMayBeOldOneEvent() {
    walkTo(2_000);
    var warm = instance(1);
    warm.handle(request(Ids.command("walks", "ann", "a"), 1));
    store.reads.clear();
    warm.handle(request(Ids.command("walks", "ann", "b"), 1));
    assertEquals(List.of(1), store.reads);
    store.reads.clear();
    var metadata = request(Ids.command("walks", "ann", "c"), 1).metadata();
    warm.handle(
        new CommandRequest<>("walk", false, OptionalLong.empty(), false, true, () -> 1, metadata));
    assertEquals(List.of(), store.reads);
  }

  @Test
  void aLostRaceReadsWhatIsNewByItsKeysAndOnlyALongOneSearches() {
    var warm = instance(1);
    warm.handle(request(Ids.command("walks", "ann", "a"), 1));
    var other = instance(1);
    for (int faster = 1; faster <= 3; faster++) {
      for (int i = 0; i < faster; i++) {
        other.handle(request(Ids.command("walks", "bob", faster + "/" + i), 1));
      }
      store.reads.clear();
      warm.handle(request(Ids.command("walks", "ann", "" + faster), 1));
      // The last one that was known, and the two after it.
      assertEquals(faster == 1 ? List.of(3) : List.of(3, 1), store.reads, "" + faster);
    }
  }

  @Test
  void aSnapshotOfAnotherShapeIsNotTrustedAndReplaced() {
    walk(10);
    var broken = Json.parse("{\"state\":{\"steps\":7}}");
    store.reads.clear();
    assertEquals(106, walk(1, 2).version());
    assertEquals(List.of(50, 100, 5), store.reads);
    walk(99, 2);
    assertEquals(205, snapshot());
    store.reads.clear();
    // Back to the old code, and forth again.
    assertEquals(206, walk(1, 1).version());
    assertEquals(207, walk(1, 2).version());
    assertEquals(List.of(50, 100, 100, 5, 50), store.reads);
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
    assertEquals("walk@0000000096", assertThrows(NoEvent.class, () -> walk(1)).key());
  }
}
