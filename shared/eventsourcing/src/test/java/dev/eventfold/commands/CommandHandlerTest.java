package dev.eventfold.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.Tab;
import dev.eventfold.Tab.Command;
import dev.eventfold.Tab.Command.Drink;
import dev.eventfold.Tab.Command.Open;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventTooLarge;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandHandlerTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123456789Z");

  /** Counts reads, and fails in the ways that stores fail. */
  private static final class Watched implements EventStore {
    private InMemoryEventStore store = new InMemoryEventStore();
    private final List<Runnable> beforeAppend = new ArrayList<>();
    private int reads;
    private int appends;
    private boolean answersAreLost;

    @Override
    public void append(List<RecordedEvent> events, List<Reservation> reservations) {
      appends++;
      if (!beforeAppend.isEmpty()) {
        beforeAppend.removeFirst().run();
      }
      store.append(events, reservations);
      if (answersAreLost) {
        throw new TransientFailure("the answer was lost", null);
      }
    }

    @Override
    public List<RecordedEvent> readAfter(String stream, long after, int limit) {
      reads++;
      return store.readAfter(stream, after, limit);
    }

    @Override
    public List<RecordedEvent> readLast(String stream, int limit) {
      reads++;
      return store.readLast(stream, limit);
    }

    @Override
    public List<RecordedEvent> readRange(String stream, long from, long to) {
      reads++;
      return store.readRange(stream, from, to);
    }

    @Override
    public List<RecordedEvent> readCommand(String stream, String commandId) {
      reads++;
      return store.readCommand(stream, commandId);
    }

    @Override
    public List<Reservation> taken(List<Reservation> reservations) {
      reads++;
      return store.taken(reservations);
    }

    @Override
    public void claim(String stream, long version, List<Reservation> reservations) {
      store.claim(stream, version, reservations);
    }
  }

  private static final Aggregate<Command, Tab.Event, Tab> TABS =
      Aggregate.of(new Tab.Rules(), Tab.TYPES)
          .reserving(
              event ->
                  event instanceof Tab.Event.Opened(var table)
                      ? List.of(new Reservation("table", table, "Table is taken."))
                      : List.of());

  /** One at which a tab can be opened again, for a table of any name. */
  private static final Aggregate<Command, Tab.Event, Tab> LARGE =
      Aggregate.of(
          new Decider<>() {
            @Override
            public Tab initial() {
              return new Tab.Rules().initial();
            }

            @Override
            public List<Tab.Event> decide(Tab tab, Command command) {
              return command instanceof Open(var table)
                  ? List.of(new Tab.Event.Opened(table))
                  : new Tab.Rules().decide(tab, command);
            }

            @Override
            public Tab evolve(Tab tab, Tab.Event event) {
              return new Tab.Rules().evolve(tab, event);
            }
          },
          Tab.TYPES);

  private final Watched store = new Watched();
  private Instant now = NOON;
  private final List<Integer> pauses = new ArrayList<>();
  private final CommandHandler<Command, Tab.Event, Tab> handler = instance();

  /** One more instance of the function. */
  private CommandHandler<Command, Tab.Event, Tab> instance() {
    return CommandHandler.of("bar", TABS, store)
        .clock(() -> now)
        .retries(RetryPolicy.RACES.with(pauses::add));
  }

  private static CommandRequest<Command> request(String key, Command command) {
    return request(key, command, OptionalLong.empty(), false);
  }

  private static CommandRequest<Command> request(
      String key, Command command, OptionalLong expected, boolean dryRun) {
    var id = Ids.command("bar", "ann", key);
    var metadata = new Metadata(id, Ids.hash(command.toString()), "journey", id, "", "ann");
    return new CommandRequest<>(
        "tab-1", command instanceof Open, expected, dryRun, command, metadata);
  }

  private List<Long> versions() {
    return store.store.readAfter("tab-1", 0, 100).stream().map(RecordedEvent::version).toList();
  }

  @Test
  void aWarmInstanceReadsNothing() {
    handler.handle(request("1", new Open("7")));
    handler.handle(request("2", new Drink(1)));
    assertEquals(0, store.reads);
    assertEquals(List.of(1L, 2L), versions());
  }

  @Test
  void aColdInstanceReadsTheStreamOnce() {
    handler.handle(request("1", new Open("7")));
    instance().handle(request("2", new Drink(1)));
    assertEquals(1, store.reads);
  }

  @Test
  void whatOneCommandCausesIsOneAppend() {
    handler.handle(request("1", new Open("7")));
    var result = handler.handle(request("2", new Drink(3)));
    assertEquals(4, result.version());
    assertEquals(2, store.appends);
    assertEquals(
        List.of(2L, 3L, 4L), result.events().stream().map(RecordedEvent::version).toList());
    assertTrue(
        result.events().stream()
            .allMatch(
                event -> event.timestamp().equals(Instant.parse("2026-01-31T12:00:00.123456Z"))));
  }

  @Test
  void theSameCommandAgainGetsTheSameAnswerAndAppendsNothing() {
    var opened = handler.handle(request("1", new Open("7")));
    var first = handler.handle(request("2", new Drink(2)));
    handler.handle(request("3", new Drink(1)));
    for (var any : List.of(handler, instance())) {
      assertEquals(opened.events(), any.handle(request("1", new Open("7"))).events());
      assertEquals(first.events(), any.handle(request("2", new Drink(2))).events());
    }
    assertEquals(List.of(1L, 2L, 3L, 4L), versions());
  }

  @Test
  void anAppendWhoseAnswerWasLostIsFoundByTheRetry() {
    handler.handle(request("1", new Open("7")));
    store.answersAreLost = true;
    assertThrows(TransientFailure.class, () -> handler.handle(request("2", new Drink(1))));
    store.answersAreLost = false;
    for (var any : List.of(handler, instance())) {
      assertEquals(2, any.handle(request("2", new Drink(1))).version());
    }
    assertEquals(List.of(1L, 2L), versions());
  }

  @Test
  void aKeyBelongsToOneCommand() {
    handler.handle(request("1", new Open("7")));
    handler.handle(request("2", new Drink(1)));
    var conflict = assertThrows(Conflict.class, () -> handler.handle(request("2", new Drink(2))));
    assertEquals(Conflict.Reason.KEY_REUSED, conflict.reason());
  }

  @Test
  void aRefusalIsNeverMadeFromAStaleState() {
    handler.handle(request("1", new Open("7")));
    var other = instance();
    // This instance knows of no tab, and must not say so before it has looked.
    assertEquals(2, other.handle(request("2", new Drink(1))).version());
    assertEquals(2, other.handle(request("2", new Drink(1))).version());
    // That one has seen one drink where two were drunk.
    assertEquals(3, handler.handle(request("3", new Drink(1))).version());
    assertThrows(Rejection.class, () -> other.handle(request("4", new Drink(4))));
    assertEquals(List.of(1L, 2L, 3L), versions());
  }

  @Test
  void aLostRaceIsDecidedAgain() {
    handler.handle(request("1", new Open("7")));
    var other = instance();
    store.beforeAppend.add(() -> other.handle(request("other", new Drink(1))));
    var result = handler.handle(request("2", new Drink(1)));
    assertEquals(3, result.version());
    assertEquals(
        new Tab.Event.Drunk(2), Tab.TYPES.read(result.events().getFirst()).orElseThrow().event());
  }

  @Test
  void whoLosesEveryRaceIsToldSo() {
    handler.handle(request("1", new Open("7")));
    for (int race = 0; race < RetryPolicy.RACES.attempts(); race++) {
      var rival =
          new RecordedEvent(
              UUID.randomUUID().toString(),
              "bar",
              "tab-1",
              race + 2L,
              "opened",
              1,
              NOON,
              Json.parse("{\"table\":\"7\"}"),
              request("rival" + race, new Open("7")).metadata());
      store.beforeAppend.add(() -> store.store.append(List.of(rival), List.of()));
    }
    var conflict = assertThrows(Conflict.class, () -> handler.handle(request("2", new Drink(1))));
    assertEquals(Conflict.Reason.LOST_EVERY_RACE, conflict.reason());
    assertEquals(IntStream.range(1, RetryPolicy.RACES.attempts() - 1).boxed().toList(), pauses);
  }

  @Test
  void theExpectedVersionMustBeTheCurrentOne() {
    handler.handle(request("1", new Open("7")));
    var stale = request("2", new Drink(1), OptionalLong.of(4), false);
    assertEquals(
        Conflict.Reason.NOT_THE_EXPECTED_VERSION,
        assertThrows(Conflict.class, () -> handler.handle(stale)).reason());
    assertEquals(
        2, handler.handle(request("2", new Drink(1), OptionalLong.of(1), false)).version());
    // A repeated command was right when it came first.
    assertEquals(
        2, handler.handle(request("2", new Drink(1), OptionalLong.of(1), false)).version());
  }

  @Test
  void aDryRunAnswersWhatWouldHappen() {
    handler.handle(request("1", new Open("7")));
    var dry = handler.handle(request("2", new Drink(2), OptionalLong.empty(), true));
    assertEquals(3, dry.version());
    assertEquals(2, dry.events().size());
    assertEquals(List.of(1L), versions());
  }

  /** What another instance has appended meanwhile is part of what would happen. */
  @Test
  void aDryRunIsNeverMadeFromAStaleState() {
    handler.handle(request("1", new Open("7")));
    instance().handle(request("2", new Drink(3)));
    var dry = request("3", new Drink(1), OptionalLong.empty(), true);
    assertEquals(5, handler.handle(dry).version());
    assertEquals(2, store.appends);
  }

  /** A rule of today's must not hide what was carried out under yesterday's. */
  @Test
  void whatWasCarriedOutIsAnsweredThoughTodaysRulesWouldRefuseIt() {
    handler.handle(request("1", new Open("7")));
    var again =
        sent(
            "1",
            false,
            () -> {
              throw new Malformed("table", "Tables have names now.");
            });
    assertEquals(1, handler.handle(again).version());
    assertEquals(1, instance().handle(again).version());
  }

  /** Whoever floods an instance with nonsense costs no reads. */
  @Test
  void whatCannotHaveBeenSentBeforeAndIsWrongWhateverTheStateIsCostsNoRead() {
    handler.handle(request("1", new Open("7")));
    var malformed =
        sent(
            "2",
            true,
            () -> {
              throw new Malformed("drinks", "drinks must be a number.");
            });
    assertThrows(Malformed.class, () -> handler.handle(malformed));
    assertThrows(Malformed.class, () -> instance().handle(malformed));
    assertEquals(0, store.reads);
    var tooMany = sent("3", true, () -> new Drink(0));
    assertThrows(Rejection.class, () -> handler.handle(tooMany));
    assertEquals(0, store.reads);
  }

  @Test
  void whatTheStateForbidsIsRefusedOnlyAfterALook() {
    handler.handle(request("1", new Open("7")));
    handler.handle(request("2", new Drink(5)));
    assertThrows(Rejection.class, () -> handler.handle(sent("3", true, () -> new Drink(1))));
    assertEquals(1, store.reads);
    var stale = request("4", new Drink(0), OptionalLong.of(1), false);
    assertThrows(Conflict.class, () -> handler.handle(stale));
    assertEquals(2, store.reads);
    // It may have been carried out before there was such a rule.
    assertThrows(Rejection.class, () -> handler.handle(sent("5", false, () -> new Drink(0))));
    assertEquals(3, store.reads);
  }

  private static CommandRequest<Command> sent(
      String key, boolean isFirst, Supplier<Command> command) {
    var metadata = request(key, new Open("7")).metadata();
    return new CommandRequest<>(
        "tab-1", key.equals("1"), OptionalLong.empty(), false, isFirst, command, metadata);
  }

  @Test
  void anEventThatIsTooLargeForAnyStateCostsNoRead() {
    handler.handle(request("1", new Open("7")));
    var large = sent("2", true, () -> new Open("x".repeat(EventStore.MAX_PAYLOAD_BYTES)));
    var drink = sent("3", true, () -> new Drink(1));
    var closed = CommandHandler.of("bar", LARGE, store).clock(() -> now);
    assertThrows(EventTooLarge.class, () -> closed.handle(large));
    assertEquals(1, store.reads, "to know the tab");
    assertEquals(2, closed.handle(drink).version());
    assertThrows(EventTooLarge.class, () -> closed.handle(large));
    assertEquals(1, store.reads);
  }

  @Test
  void aColdInstanceThatHasReadAStreamKnowsIt() {
    handler.handle(request("1", new Open("7")));
    var cold = instance();
    cold.handle(request("2", new Drink(1), OptionalLong.empty(), true));
    cold.handle(request("3", new Drink(1)));
    assertEquals(1, store.reads);
  }

  /** Whoever guesses ids must not fill the cache with them. */
  @Test
  void aStreamThatIsNotThereIsNotRemembered() {
    for (int n = 1; n <= 3; n++) {
      var drink = request("" + n, new Drink(1));
      assertThrows(Rejection.class, () -> handler.handle(drink));
      assertEquals(n, store.reads);
    }
  }

  @Test
  void aReservationThatIsTakenIsARejectionInItsWords() {
    handler.handle(request("1", new Open("7")));
    var metadata = request("2", new Open("7")).metadata();
    var second =
        new CommandRequest<Command>(
            "tab-2", true, OptionalLong.empty(), false, new Open("7"), metadata);
    var rejection = assertThrows(Rejection.class, () -> handler.handle(second));
    assertEquals("Table is taken.", rejection.getMessage());
    assertEquals(List.of(), store.store.readAfter("tab-2", 0, 1));
  }

  /** As after a restore: only so many events are there, and whatever comes now. */
  private void putBack(int events) {
    var there = store.store.readAfter("tab-1", 0, events);
    store.store = new InMemoryEventStore();
    store.store.append(there, List.of());
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  /** Nothing keeps an append from leaving a hole, which would stay for good. */
  @Test
  void anInstanceThatOutlivesARestoreLeavesNoHole() {
    handler.handle(request("1", new Open("7")));
    handler.handle(request("2", new Drink(1)));
    handler.handle(request("3", new Drink(1)));
    putBack(1);
    later(StateLoader.PROVEN_FOR);
    assertEquals(2, handler.handle(request("4", new Drink(1))).version());
    int reads = store.reads;
    assertEquals(6, handler.handle(request("5", new Drink(4))).version());
    assertEquals(reads, store.reads, "what the store has lost is forgotten");
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), versions());
  }

  @Test
  void anInstanceThatOutlivesARestoreKnowsWhatWentOnAnotherWay() {
    handler.handle(request("1", new Open("7")));
    handler.handle(request("2", new Drink(5)));
    putBack(1);
    instance().handle(request("another", new Drink(1)));
    later(StateLoader.PROVEN_FOR);
    assertEquals(6, handler.handle(request("3", new Drink(4))).version());
  }

  @Test
  void whatIsAheadOfTheStoreRefusesNothing() {
    handler.handle(request("1", new Open("7")));
    handler.handle(request("2", new Drink(5)));
    putBack(1);
    assertEquals(2, handler.handle(request("3", new Drink(1))).version());
  }

  @Test
  void aWarmInstanceReadsOneEventNowAndThenHoweverLongTheStreamIs() {
    handler.handle(request("1", new Open("7")));
    later(StateLoader.PROVEN_FOR.minusMillis(1));
    handler.handle(request("2", new Drink(1)));
    assertEquals(0, store.reads);
    // What was appended meanwhile proves nothing of what was there before.
    later(Duration.ofMillis(1));
    handler.handle(request("3", new Drink(1)));
    assertEquals(1, store.reads);
    later(StateLoader.PROVEN_FOR.minusMillis(1));
    handler.handle(request("4", new Drink(1)));
    assertEquals(1, store.reads);
    later(Duration.ofHours(1));
    handler.handle(request("5", new Drink(1)));
    assertEquals(2, store.reads);
    // Its clock was wrong.
    later(Duration.ofHours(-2));
    handler.handle(request("6", new Drink(1)));
    assertEquals(3, store.reads);
  }

  @Test
  void aFailedAppendIsNotRemembered() {
    handler.handle(request("1", new Open("7")));
    store.beforeAppend.add(
        () -> {
          throw new TransientFailure("no connection", null);
        });
    assertThrows(TransientFailure.class, () -> handler.handle(request("2", new Drink(5))));
    assertEquals(6, handler.handle(request("3", new Drink(5))).version());
  }
}
