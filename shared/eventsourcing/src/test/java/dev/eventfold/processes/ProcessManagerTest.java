package dev.eventfold.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandRequest;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.operations.Rebuild;
import dev.eventfold.operations.Reconciler;
import dev.eventfold.operations.Verifier;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventStores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ProcessManagerTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration LONG = Duration.ofHours(2);
  private static final String PENDING = "seats-deadlines";

  /** The process of an instance ends in the midst of a call. */
  private static final class Crash extends RuntimeException {}

  private final InMemoryEventStore office = new InMemoryEventStore(() -> now());
  private final InMemoryEventStore seats = new InMemoryEventStore(() -> now());
  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private final Told told = new Told();

  /** What providers were asked, in turn, and what they have done, once for each key. */
  private final List<String> asked = new ArrayList<>();

  private final List<String> requests = new ArrayList<>();
  private final Map<String, Set<String>> done = new HashMap<>();

  /** What an effect meets: what comes back, or is thrown. Nothing but yes, unless said. */
  private Function<String, JsonNode> world = effect -> receipt();

  private Instant now = NOON;

  private static final class Told implements ProcessManager.Witness {
    private final List<String> failed = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<Claim> unknown = new ArrayList<>();
    private final List<String> contradicted = new ArrayList<>();
    private Duration lasting = Duration.ZERO;

    @Override
    public void failed(String what, Duration since, RuntimeException why) {
      failed.add(what + ": " + why.getMessage());
      lasting = since;
    }

    @Override
    public void refused(Claim claim, String reason) {
      refused.add(claim.content().effect() + " of " + claim.content().stream() + ": " + reason);
    }

    @Override
    public void outcomeUnknown(Claim claim) {
      unknown.add(claim);
    }

    @Override
    public void contradicted(Claim claim, Outcome answer) {
      var kind = answer instanceof Outcome.Done ? "done" : "refused";
      contradicted.add(claim.content().effect() + " of " + claim.content().stream() + ": " + kind);
    }
  }

  private final EventStores stores =
      new EventStores() {
        @Override
        public EventStore eventStore(String service) {
          return service.equals("seats") ? seats : office;
        }

        @Override
        public EventLog eventLog(String service) {
          return service.equals("seats") ? seats : office;
        }
      };

  private final ProcessManager<Seat.Command, Seat.Event> manager = instance();

  private Instant now() {
    return now;
  }

  private static JsonNode receipt() {
    return Json.TOLERANT.createObjectNode().put("receipt", "R1");
  }

  private JsonNode ask(String effect, String key, JsonNode request) {
    asked.add(effect);
    requests.add(Json.text(request));
    var answer = world.apply(effect);
    done.computeIfAbsent(effect, it -> new HashSet<>()).add(key);
    return answer;
  }

  /** One more instance of the function. */
  private ProcessManager<Seat.Command, Seat.Event> instance() {
    return instance(Seat.PROCESS);
  }

  private ProcessManager<Seat.Command, Seat.Event> instance(
      Process<Seat.Command, Seat.Event> process) {
    return instance(process, this::now);
  }

  private ProcessManager<Seat.Command, Seat.Event> instance(
      Process<Seat.Command, Seat.Event> process, InstantSource clock) {
    var handler = CommandHandler.of("seats", Seat.AGGREGATE, seats).clock(this::now);
    return new ProcessManager<>("seats", process, handler, stores, views, this::ask, clock)
        .telling(told);
  }

  /** The box office says that somebody wants a seat. */
  private RecordedEvent wanted(String seat) {
    var event =
        new RecordedEvent(
            UUID.nameUUIDFromBytes(seat.getBytes()).toString(),
            "office",
            seat,
            1,
            "wanted",
            1,
            now,
            Json.parse("{\"price\":20}"),
            new Metadata("c", "", "story", "", "", "somebody"));
    office.append(List.of(event), List.of());
    return event;
  }

  private RecordedEvent event(String seat, int version) {
    return seats.readRange(seat, version, version).getFirst();
  }

  private List<String> types(String seat) {
    return seats.readAfter(seat, 0, 100).stream().map(RecordedEvent::type).toList();
  }

  private void project(RecordedEvent event) {
    Seat.PROCESS
        .pending("seats")
        .orElseThrow()
        .projector(seats, views, attempt -> {}, this::now)
        .on(event);
  }

  private int pending() {
    return views.page(PENDING, Query.first(100)).size();
  }

  private ProcessManager.Report tick() {
    return manager.tick(now.plusSeconds(60));
  }

  /** What is under way, or in doubt. */
  private List<Claim> open() {
    return Stream.of(Claim.State.values())
        .filter(state -> state != Claim.State.SETTLED)
        .flatMap(state -> manager.effects().claims(state, "").stream())
        .toList();
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  /** A seat that is held, with its deadline set. */
  private RecordedEvent held(String seat) {
    manager.on(wanted(seat));
    project(event(seat, 1));
    return event(seat, 1);
  }

  private RecordedEvent paid(String seat) {
    manager.on(held(seat));
    return event(seat, 2);
  }

  private static RuntimeException unanswered() {
    return new Outside.Unanswered("no answer", null);
  }

  private static RuntimeException notAsked() {
    return new Outside.NotAsked("nobody there", null);
  }

  private static Function<String, JsonNode> fails(RuntimeException why) {
    return effect -> {
      throw why;
    };
  }

  /** It has done what it was asked for, and nobody hears of it. */
  private Function<String, JsonNode> doesAndThrows(RuntimeException why) {
    return effect -> {
      done.computeIfAbsent(effect, it -> new HashSet<>()).add("lost");
      throw why;
    };
  }

  @Test
  void anEventThatComesAgainHasNoSecondEffect() {
    var wanted = wanted("a");
    assertTrue(manager.on(wanted));
    assertFalse(manager.on(wanted));
    later(Duration.ofSeconds(1));
    assertFalse(instance().on(wanted));
    assertEquals(List.of("held"), types("a"));
    var metadata = event("a", 1).metadata();
    assertEquals("story", metadata.correlationId());
    assertEquals(wanted.id(), metadata.causationId());
    assertEquals("service:seats", metadata.actor());
  }

  @Test
  void aDeadlineIsMetWhenItsTimeHasCome() {
    held("a");
    assertEquals(1, pending());
    later(Seat.TIME_TO_PAY);
    assertEquals(0, tick().due(), "by the clock, the time has come when it is over");
    later(Duration.ofMillis(1));
    assertEquals(1, tick().due());
    assertEquals(List.of("held", "givenBack"), types("a"));
    assertEquals(0, pending());
    assertEquals(0, tick().due());
  }

  @Test
  void aDeadlineOfWhatIsOverDecidesNothing() {
    paid("a");
    later(LONG);
    tick();
    assertEquals(List.of("held", "paid"), types("a"));
    assertEquals(0, pending());
  }

  @Test
  void anEventThatComesLateSetsItsDeadlineAllTheSame() {
    manager.on(wanted("a"));
    later(LONG);
    project(event("a", 1));
    tick();
    assertEquals(List.of("held", "givenBack"), types("a"));
  }

  /** And again, after it was met: then it is met again, and there is nothing to do. */
  @Test
  void aDeadlineThatIsSetTwiceHasOneEffect() {
    var held = held("a");
    later(LONG);
    tick();
    project(held);
    assertEquals(1, pending());
    tick();
    assertEquals(0, pending());
    assertEquals(List.of("held", "givenBack"), types("a"));
  }

  @Test
  void aDeadlineThatFailsIsInNobodysWay() {
    var view = PendingDeadline.view("seats");
    for (int i = 0; i < 300; i++) {
      var unknown =
          new PendingDeadline(
              "nobodys",
              "x" + i,
              UUID.nameUUIDFromBytes(("x" + i).getBytes()).toString(),
              NOON.toString(),
              "",
              "");
      var index = new HashMap<>(view.index().apply(unknown));
      var document = new Document.Content("x" + i, 1, Optional.of(Json.tree(unknown)), index);
      views.commit(List.of(new Write(PENDING, document, new Write.Precondition.None())));
    }
    held("a");
    later(LONG);
    tick();
    assertEquals(List.of("held", "givenBack"), types("a"));
    assertEquals(300, told.failed.size());
    later(Duration.ofMinutes(1));
    assertEquals(0, tick().due(), "as long again as it is late");
    later(LONG);
    assertEquals(300, tick().failed());
  }

  private void due(long shard, int many) {
    for (int i = 0; i < many; i++) {
      unreadable(PENDING, shard + "x" + i, Map.of("shard", shard, "due", NOON.minusSeconds(1)));
    }
  }

  private long shard(String seat) {
    return Math.floorMod(event(seat, 1).id().hashCode(), PendingDeadline.SHARDS);
  }

  /** Each look at the clock takes a second of the hundred that there are. */
  private ProcessManager.Report tickSlowly() {
    return instance(Seat.PROCESS, () -> now = now.plusSeconds(1)).tick(now.plusSeconds(100));
  }

  @Test
  void aShardThatHasMuchToDoLeavesTimeToTheOthersAndToEffects() {
    world = fails(unanswered());
    manager.on(held("a"));
    world = effect -> receipt();
    later(LONG);
    for (long shard = 0; shard < PendingDeadline.SHARDS; shard++) {
      if (shard != shard("a")) {
        due(shard, 500);
      }
    }
    assertTrue(tickSlowly().hasMore());
    assertTrue(types("a").contains("paid"), "effects have their own share");
    for (int i = 0; pendingOf("a") && i < 8; i++) {
      later(Duration.ofMinutes(1).minusSeconds(now.getEpochSecond() % 60));
      tickSlowly();
    }
    assertFalse(pendingOf("a"), "each minute another shard comes first");
  }

  private boolean pendingOf(String seat) {
    var key = new QueryStore.Key(PENDING, event(seat, 1).id());
    return views.get(List.of(key)).containsKey(key);
  }

  @Test
  void whatHasComeDueIsDoneSideBySide() {
    for (int i = 0; i < 100; i++) {
      held("s" + i);
    }
    later(LONG);
    var report = manager.parallel(Parallel.threads(8)).tick(now.plusSeconds(60));
    assertEquals(new ProcessManager.Report(100, 0, 0, false), report);
    assertEquals(0, pending());
  }

  /** As when another version of the code has written it. */
  @Test
  void nobodyWaitsForWhatCannotBeRead() {
    manager.on(held("a"));
    world = fails(unanswered());
    manager.on(held("b"));
    world = effect -> receipt();
    for (int i = 0; i < 60; i++) {
      unreadable(PENDING, "x" + i, Map.of("shard", 0L, "due", NOON.minusSeconds(1)));
      unreadable("seats-effects", "x" + i, Map.of("leasedUntil", NOON));
    }
    later(LONG);
    assertEquals(new ProcessManager.Report(60 + 2, 60 + 1, 60 + 60, false), tick());
    assertEquals(List.of("held", "paid"), types("a"));
    assertEquals(List.of("held", "givenBack", "paid"), types("b"));
  }

  private void unreadable(String collection, String id, Map<String, Object> index) {
    var document = new Document.Content(id, 0, Optional.of(Json.parse("[]")), index);
    views.commit(List.of(new Write(collection, document, new Write.Precondition.None())));
  }

  /** Of a deadline that was met nobody can say that it must be there. */
  @Test
  void verifyMissesNoDeadlineThatWasMet() {
    held("a");
    held("b");
    var feeds = List.<Feed<?, ?>>of(Seat.PROCESS.pending("seats").orElseThrow());
    later(Duration.ofMinutes(5));
    var key = new QueryStore.Key(PENDING, event("a", 1).id());
    views.remove(key, views.get(List.of(key)).get(key).revision());
    assertEquals(1, findings(feeds), "missing before its time");
    later(LONG);
    assertEquals(0, findings(feeds));
  }

  private int findings(List<Feed<?, ?>> feeds) {
    return new Verifier(feeds, stores, views, this::now, Duration.ofMinutes(1), attempt -> {})
        .verify(progress -> {})
        .size();
  }

  @Test
  void whatIsDoneOutsideIsRemembered() {
    manager.on(held("a"));
    assertEquals(List.of("held", "paid"), types("a"));
    assertEquals(List.of(), open());
    assertEquals(event("a", 1).id(), event("a", 2).metadata().causationId());
  }

  @Test
  void whatIsRefusedOutsideIsRememberedToo() {
    world = fails(new Outside.Refused("Card declined."));
    manager.on(held("a"));
    assertEquals(List.of("held", "notPaid"), types("a"));
    assertEquals("Card declined.", event("a", 2).payload().path("reason").asText());
    assertEquals(List.of(), open());
    assertEquals(List.of(), told.refused, "nobody is owed a charge");
  }

  @Test
  void aPersonIsToldThatWhatIsOwedIsRefused() {
    var owing =
        new Process<>(
            Seat.AGGREGATE,
            List.of(),
            List.of(),
            Seat.PROCESS.effects().stream().map(Effect::owed).toList());
    world = fails(new Outside.Refused("Card expired."));
    instance(owing).on(held("a"));
    assertEquals(List.of("held", "notPaid"), types("a"));
    assertEquals(List.of("charge of a: Card expired."), told.refused);
  }

  @Test
  void whoIsToldOfAFailureIsToldForHowLong() {
    world = fails(notAsked());
    manager.on(wanted("a"));
    manager.on(event("a", 1));
    assertEquals(Duration.ZERO, told.lasting);
    later(Duration.ofHours(3));
    tick();
    assertEquals(Duration.ofHours(3), told.lasting);
  }

  @Test
  void whatIsNotAnsweredIsAskedAgainUnderTheSameKey() {
    world = doesAndThrows(unanswered());
    var held = held("a");
    manager.on(held);
    manager.on(held);
    instance().on(held);
    assertEquals(1, asked.size(), "the claim is the clock's");
    tick();
    assertEquals(1, asked.size(), "not before its lease is over");
    world = effect -> receipt();
    later(Claim.LEASE.plusMillis(1));
    tick();
    assertEquals(List.of("held", "paid"), types("a"));
    assertEquals(2, asked.size());
    assertEquals(List.of(), open());
  }

  /** Providers take another request under the same key for a mistake. */
  @Test
  void whatIsAskedAgainIsAskedInTheSameWordsWhateverTheCodeSaysNow() {
    world = fails(unanswered());
    manager.on(held("a"));
    later(LONG);
    instance(repriced("{\"amount\":\"20.00\",\"a\":1}")).tick(now.plusSeconds(60));
    assertEquals(List.of("{\"price\":20}", "{\"price\":20}"), requests);
    var written = open().getFirst();
    write(written.key(), ((ObjectNode) Json.tree(written.content())).without("request"));
    later(LONG);
    instance(repriced("{\"b\":1.50,\"a\":1}")).tick(now.plusSeconds(60));
    assertEquals("{\"b\":1.50,\"a\":1}", requests.getLast(), "of a claim from before");
    world = effect -> receipt();
    later(LONG);
    tick();
    var settled = manager.effects().claim(written.id()).orElseThrow();
    assertEquals(Optional.empty(), settled.content().request(), "nobody needs it any more");
  }

  private static Process<Seat.Command, Seat.Event> repriced(String request) {
    return Process.<Seat.Command, Seat.Event>of(Seat.AGGREGATE)
        .asking(
            new Effect<>(
                "charge",
                Effect.Mode.deduplicatedFor(LONG.multipliedBy(9)),
                event ->
                    event.event() instanceof Seat.Event.Held
                        ? Optional.of(Json.parse(request))
                        : Optional.empty(),
                Seat.Command.Charged::new));
  }

  @Test
  void aTickCountsWhatItLeavesToTheNext() {
    world = fails(unanswered());
    manager.on(held("a"));
    later(Claim.LEASE.plusMillis(1));
    assertEquals(new ProcessManager.Report(0, 1, 1, false), tick());
    world = effect -> receipt();
    later(Claim.LEASE.multipliedBy(2).plusMillis(1));
    assertEquals(new ProcessManager.Report(0, 1, 0, false), tick());
  }

  @Test
  void itIsAskedLessAndLessOften() {
    world = fails(unanswered());
    manager.on(held("a"));
    for (int i = 0; i < 19 * 60; i++) {
      later(Duration.ofMinutes(1));
      tick();
    }
    assertTrue(asked.size() > 20 && asked.size() < 30, asked.size() + " times in 19 hours");
    assertEquals(asked.size(), open().getFirst().content().attempt());
  }

  @Test
  void nobodyWaitsLongerBecauseAProviderIsLeftAlone() {
    var rest = Claim.LEASE.multipliedBy(2).plusMillis(1);
    world = fails(unanswered());
    manager.on(held("a"));
    world = fails(new Outside.LeftAlone("it has answered others badly", null));
    for (int i = 0; i < 4; i++) {
      later(rest);
      tick();
    }
    world = effect -> receipt();
    later(rest);
    tick();
    assertTrue(types("a").contains("paid"), () -> types("a").toString());
  }

  /** By then the provider may have forgotten the key, and would do it once more. */
  @Test
  void whatNobodyAnswersForADayIsInDoubt() {
    world = fails(notAsked());
    manager.on(wantedForLong("a"));
    later(Duration.ofHours(30));
    tick();
    world = doesAndThrows(unanswered());
    later(LONG);
    tick();
    var since = now;
    for (int i = 0; i < 48; i++) {
      later(Duration.ofHours(1));
      tick();
    }
    assertTrue(asked.size() > 10 && asked.size() < 20, asked.size() + " times");
    var doubt = open().getFirst();
    assertEquals(Claim.State.UNKNOWN, doubt.content().state());
    assertEquals(
        Optional.of(since.toString()),
        doubt.content().askedSince(),
        "when it surely was not asked yet");
    assertEquals(1, told.unknown.size());
    world = effect -> receipt();
    assertTrue(manager.effects().retry(doubt.id()), "on the word of a person");
    assertEquals(List.of("held", "paid"), types("a"));
  }

  /** One whose deadline nobody has set. */
  private RecordedEvent wantedForLong(String seat) {
    manager.on(wanted(seat));
    return event(seat, 1);
  }

  @Test
  void whoEndsBeforeTheAnswerIsRememberedLeavesItToTheClock() {
    world = doesAndThrows(new Crash());
    var held = held("a");
    assertThrows(Crash.class, () -> manager.on(held));
    world = effect -> receipt();
    later(Claim.LEASE.plusMillis(1));
    tick();
    assertEquals(List.of("held", "paid"), types("a"));
  }

  @Test
  void whatHappensOnceAtMostIsNotAskedAgain() {
    var paid = paid("a");
    world = doesAndThrows(unanswered());
    manager.on(paid);
    later(LONG);
    tick();
    instance().on(paid);
    assertEquals(1, asked.stream().filter("mail"::equals).count());
    assertEquals(1, told.unknown.size());
    assertEquals(Claim.State.UNKNOWN, open().getFirst().content().state());
    assertEquals(List.of("held", "paid"), types("a"));
  }

  @Test
  void norWhenWhoAskedHasEnded() {
    var paid = paid("a");
    world = doesAndThrows(new Crash());
    assertThrows(Crash.class, () -> manager.on(paid));
    world = effect -> receipt();
    later(LONG);
    tick();
    later(LONG);
    tick();
    assertEquals(1, asked.stream().filter("mail"::equals).count());
    assertEquals(1, told.unknown.size(), "it is told once");
  }

  /** Whoever had the answer has ended before they settled the claim. */
  @Test
  void aDoubtIsSettledOnceTheStreamKnowsBetter() {
    var paid = paid("a");
    world = fails(unanswered());
    manager.on(paid);
    var doubt = manager.effects().claims(Claim.State.UNKNOWN, "").getFirst();
    CommandHandler.of("seats", Seat.AGGREGATE, seats)
        .clock(this::now)
        .handle(
            new CommandRequest<>(
                "a",
                false,
                OptionalLong.empty(),
                false,
                new Seat.Command.Mailed(new Outcome.Done(receipt())),
                new Metadata(doubt.id(), "", "", "", "", "")));
    later(LONG);
    tick();
    assertEquals(List.of(), manager.effects().claims(Claim.State.UNKNOWN, ""));
    assertEquals(1, told.unknown.size());
  }

  @Test
  void whatWasSurelyNotAskedIsAskedLater() {
    var paid = paid("a");
    world = fails(notAsked());
    manager.on(paid);
    assertEquals(Claim.State.NOT_ASKED, open().getFirst().content().state());
    world = effect -> receipt();
    later(LONG);
    tick();
    assertEquals(List.of("held", "paid", "ticketMailed"), types("a"));
    assertEquals(List.of(), told.unknown);
  }

  @Test
  void whatWasNeverAskedIsGivenUpOnceNobodyWantsIt() {
    world = fails(notAsked());
    manager.on(held("a"));
    assertEquals(Claim.State.NOT_ASKED, open().getFirst().content().state());
    world = effect -> receipt();
    later(LONG);
    tick();
    assertEquals(List.of("held", "givenBack", "notPaid"), types("a"));
    assertEquals("It is not wanted any more.", event("a", 3).payload().path("reason").asText());
    assertEquals(1, asked.size());
    assertEquals(List.of(), open());
  }

  @Test
  void norIsItAskedWhereItsEventComesTooLate() {
    var held = held("a");
    later(LONG);
    tick();
    assertTrue(manager.on(held));
    assertFalse(manager.on(held));
    assertEquals(List.of("held", "givenBack", "notPaid"), types("a"));
    assertEquals(List.of(), asked);
  }

  @Test
  void whatMayHaveBeenAskedIsAskedUntilItIsKnown() {
    world = doesAndThrows(unanswered());
    manager.on(held("a"));
    world = fails(notAsked());
    later(LONG);
    tick();
    assertEquals(Claim.State.ASKING, open().getFirst().content().state());
    world = effect -> receipt();
    later(LONG);
    tick();
    assertEquals(List.of("held", "givenBack", "paid"), types("a"));
    assertEquals(3, asked.size());
  }

  /** Whoever was frozen after the claim, and goes on when the clock has given it up. */
  @Test
  void anAnswerThatComesLateSettlesTheDoubt() {
    var paid = paid("a");
    world =
        effect -> {
          later(LONG);
          world = fails(new IllegalStateException("asked twice"));
          tick();
          return receipt();
        };
    manager.on(paid);
    assertEquals(1, told.unknown.size());
    assertEquals(List.of("held", "paid", "ticketMailed"), types("a"));
    assertEquals(List.of(), open());
  }

  /** An instance that is frozen after its next claim, while this happens. */
  private ProcessManager<Seat.Command, Seat.Event> frozenAfterItsClaim(Runnable meanwhile) {
    var happens = new ArrayDeque<>(List.of(meanwhile));
    var frozen =
        new ForwardingQueryStore(views) {
          @Override
          public List<Revision> commit(List<Write> writes) {
            var revisions = super.commit(writes);
            while (!happens.isEmpty()) {
              happens.remove().run();
            }
            return revisions;
          }
        };
    var handler = CommandHandler.of("seats", Seat.AGGREGATE, seats).clock(this::now);
    return new ProcessManager<>(
            "seats", Seat.PROCESS, handler, stores, frozen, this::ask, this::now)
        .telling(told);
  }

  private long mails() {
    return asked.stream().filter("mail"::equals).count();
  }

  @Test
  void whoIsFrozenBeforeTheyAskLeavesItToWhomAPersonHasAsk() {
    var paid = paid("a");
    Runnable meanwhile =
        () -> {
          later(LONG);
          tick();
          assertTrue(manager.effects().retry(open().getFirst().id()));
        };
    frozenAfterItsClaim(meanwhile).on(paid);
    assertEquals(1, mails());
    assertEquals(List.of("held", "paid", "ticketMailed"), types("a"));
  }

  @Test
  void norDoTheyAskForWhatAPersonHasSettled() {
    var paid = paid("a");
    Runnable meanwhile =
        () -> {
          later(LONG);
          tick();
          assertTrue(refuse(open().getFirst().id()));
        };
    frozenAfterItsClaim(meanwhile).on(paid);
    assertEquals(0, mails());
    assertEquals(List.of("held", "paid", "ticketNotMailed"), types("a"));
  }

  @Test
  void whereNobodyElseHasLookedItIsAskedForLater() {
    var paid = paid("a");
    frozenAfterItsClaim(() -> later(LONG)).on(paid);
    assertEquals(0, mails());
    assertEquals(Claim.State.NOT_ASKED, open().getFirst().content().state());
    tick();
    assertEquals(1, mails());
    assertEquals(List.of("held", "paid", "ticketMailed"), types("a"));
  }

  @Test
  void aPersonSettlesWhatIsInDoubt() {
    var paid = paid("a");
    world = fails(unanswered());
    manager.on(paid);
    var id = open().getFirst().id();
    assertTrue(
        manager.effects().settle(id, new Outcome.Refused("The printer was off."), "operator:ada"));
    assertEquals(List.of("held", "paid", "ticketNotMailed"), types("a"));
    assertEquals("operator:ada", event("a", 3).metadata().actor());
    assertEquals(List.of(), open());
    assertThrows(IllegalArgumentException.class, () -> manager.effects().retry(id));
  }

  @Test
  void aPersonHasItAskedAgain() {
    var paid = paid("a");
    world = fails(unanswered());
    manager.on(paid);
    var id = open().getFirst().id();
    assertFalse(manager.effects().retry(id));
    world = effect -> receipt();
    assertTrue(manager.effects().retry(id));
    assertEquals(List.of("held", "paid", "ticketMailed"), types("a"));
  }

  @Test
  void whatWasSettledMeanwhileStaysAsItIs() {
    var paid = paid("a");
    world =
        effect -> {
          later(LONG);
          tick();
          var id = open().getFirst().id();
          assertTrue(
              manager.effects().settle(id, new Outcome.Refused("I think not."), "operator:ada"));
          return receipt();
        };
    manager.on(paid);
    assertEquals(List.of("held", "paid", "ticketNotMailed"), types("a"));
    assertEquals(List.of(), open());
    assertEquals(List.of("mail of a: done"), told.contradicted);
  }

  @Test
  void whatAPersonKnewAsWellContradictsNobody() {
    var paid = paid("a");
    world =
        effect -> {
          later(LONG);
          tick();
          var id = open().getFirst().id();
          assertTrue(manager.effects().settle(id, new Outcome.Done(receipt()), "operator:ada"));
          return Json.parse("{\"receipt\":\"R2\"}");
        };
    manager.on(paid);
    assertEquals(List.of("held", "paid", "ticketMailed"), types("a"));
    assertEquals(List.of(), told.contradicted);
  }

  /** Who decides takes the claim: a tick at the same time leaves it to them. */
  @Test
  void whatAPersonSettlesIsNotAskedForMeanwhile() {
    var paid = paid("a");
    world = fails(notAsked());
    manager.on(paid);
    world = effect -> receipt();
    later(LONG);
    var person = frozenAfterItsClaim(this::tick);
    var id = open().getFirst().id();
    assertTrue(person.effects().settle(id, new Outcome.Refused("No."), "operator:ada"));
    assertEquals(1, mails());
    assertEquals(List.of("held", "paid", "ticketNotMailed"), types("a"));
  }

  @Test
  void thePersonIsToldThatAnAnswerCameFirst() {
    var paid = paid("a");
    var claimed = new ArrayList<Claim>();
    world = fails(unanswered());
    manager.on(paid);
    claimed.addAll(open());
    world = effect -> receipt();
    var id = claimed.getFirst().id();
    assertTrue(manager.effects().retry(id));
    var again = assertThrows(IllegalArgumentException.class, () -> refuse(id));
    assertEquals("It is settled already.", again.getMessage());
    var none = assertThrows(IllegalArgumentException.class, () -> refuse(paid.id()));
    assertEquals("Nothing was asked for by this id.", none.getMessage());
    write(claimed.getFirst());
    assertFalse(refuse(id), "whoever looked before, and decides after");
    assertEquals(List.of("held", "paid", "ticketMailed"), types("a"));
    assertEquals(List.of(), open());
  }

  private boolean refuse(String id) {
    return manager.effects().settle(id, new Outcome.Refused("No."), "operator:ada");
  }

  /** As it was before. */
  private void write(Claim claim) {
    write(claim.key(), Json.tree(claim.content()));
  }

  private void write(QueryStore.Key key, JsonNode content) {
    Map<String, Object> index =
        Map.of(
            Claim.STATE,
            content.path("state").asText(),
            Claim.LEASED_UNTIL,
            Instant.parse(content.path("leasedUntil").asText()));
    var document = new Document.Content(key.id(), 0, Optional.of(content), index);
    views.commit(List.of(new Write(key.collection(), document, new Write.Precondition.None())));
  }

  /** Somebody is asking, and may get an answer yet. */
  @Test
  void nobodyDecidesWhileItIsAsked() {
    var paid = paid("a");
    var refused = new ArrayList<String>();
    world =
        effect -> {
          var id = open().getFirst().id();
          for (Executable decision :
              List.<Executable>of(
                  () -> manager.effects().retry(id),
                  () -> refuse(id),
                  () -> manager.effects().forget(id, new Outcome.Refused("No.")))) {
            refused.add(assertThrows(IllegalStateException.class, decision).getMessage());
          }
          return receipt();
        };
    manager.on(paid);
    var wait = "It is being asked just now: wait until 2026-01-31T12:02:00Z.";
    assertEquals(List.of(wait, wait, wait), refused);
  }

  /** Those of a later moment are gone. */
  private final class PutBack {
    private final InMemoryEventStore earlier = new InMemoryEventStore(() -> now());

    PutBack(String seat, int versions) {
      earlier.append(seats.readRange(seat, 1, versions), List.of());
    }

    ProcessManager<Seat.Command, Seat.Event> manager() {
      var handler = CommandHandler.of("seats", Seat.AGGREGATE, earlier).clock(() -> now());
      var there =
          new EventStores() {
            @Override
            public EventStore eventStore(String service) {
              return service.equals("seats") ? earlier : office;
            }

            @Override
            public EventLog eventLog(String service) {
              return service.equals("seats") ? earlier : office;
            }
          };
      return new ProcessManager<>(
              "seats",
              Seat.PROCESS,
              handler,
              there,
              views,
              ProcessManagerTest.this::ask,
              () -> now())
          .telling(told);
    }

    List<String> types() {
      return earlier.readAfter("a", 0, 100).stream().map(RecordedEvent::type).toList();
    }

    RecordedEvent event(int version) {
      return earlier.readRange("a", version, version).getFirst();
    }
  }

  @Test
  void anEventStoreThatIsPutBackGetsItsAnswersAgainAndNobodyIsAsked() {
    manager.on(paid("a"));
    assertEquals(List.of("charge", "mail"), asked);
    var back = new PutBack("a", 1);
    var again = back.manager();
    assertTrue(again.on(back.event(1)));
    assertTrue(again.on(back.event(2)));
    assertFalse(again.on(back.event(2)));
    assertEquals(List.of("held", "paid", "ticketMailed"), back.types());
    assertEquals(event("a", 2).payload(), back.event(2).payload());
    assertEquals(List.of("charge", "mail"), asked);
    assertEquals(List.of(), open());
  }

  @Test
  void whoPutsItBackHasTheAnswersBeforeAnythingIsLate() {
    manager.on(paid("a"));
    manager.on(paid("b"));
    later(LONG);
    var back = new PutBack("a", 1);
    var answered = back.manager().effects().answerAgain(10);
    assertEquals(2, answered.answered());
    assertEquals(List.of("held", "paid", "ticketMailed"), back.types());
    assertEquals(
        List.of("charge of b", "mail of b"),
        answered.orphans().stream()
            .map(it -> it.content().effect() + " of " + it.content().stream())
            .sorted()
            .toList());
    back.manager().tick(now.plusSeconds(60));
    assertEquals(List.of("held", "paid", "ticketMailed"), back.types());
    assertEquals(4, asked.size());
    assertEquals(0, back.manager().effects().answerAgain(1).answered());
    assertEquals(1, back.manager().effects().answerAgain(1).orphans().size());
  }

  /** Whatever was met: then it comes to nothing, and vanishes. */
  @Test
  void deadlinesAreMadeAnew() {
    held("a");
    later(LONG);
    tick();
    held("b");
    var feeds = List.<Feed<?, ?>>of(Seat.PROCESS.pending("seats").orElseThrow());
    for (int i = 0; i < 2; i++) {
      var rebuild = new Rebuild(feeds, stores, views, attempt -> {}, Parallel.IN_TURN);
      assertEquals(List.of(), rebuild.clock(this::now).fill(read -> {}));
      assertEquals(2, pending());
      assertEquals(0, findings(feeds));
      assertEquals(1, tick().due());
      assertEquals(1, pending());
      assertEquals(0, findings(feeds));
      assertEquals(List.of("held", "givenBack"), types("a"));
    }
    assertEquals(List.of("held"), types("b"));
  }

  /** One that knows the deadline by another name. */
  private static Process<Seat.Command, Seat.Event> renamed() {
    return Process.<Seat.Command, Seat.Event>of(Seat.AGGREGATE)
        .waking(new Deadline<>("another", event -> Optional.empty(), new Seat.Command.GiveBack()));
  }

  /** Another time is not another document. */
  @Test
  void aDeadlineThatIsTriedLaterIsRight() {
    held("a");
    later(LONG);
    assertEquals(1, instance(renamed()).tick(now.plusSeconds(60)).failed());
    assertTrue(manager.deadlines().waiting(10).waiting().getFirst().due().isAfter(now));
    var feeds = List.<Feed<?, ?>>of(Seat.PROCESS.pending("seats").orElseThrow());
    assertEquals(0, findings(feeds));
  }

  @Test
  void anAnswerThatOnlyTheStreamKnewIsInDoubtThen() {
    var paid = paid("a");
    world = fails(unanswered());
    manager.on(paid);
    var before = open().getFirst();
    world = effect -> receipt();
    manager.effects().retry(before.id());
    // Whoever had the answer has ended before it was settled.
    write(before);
    assertFalse(refuse(before.id()));
    var back = new PutBack("a", 2);
    assertTrue(back.manager().on(back.event(2)));
    assertEquals(List.of("held", "paid"), back.types());
    assertEquals(Claim.State.UNKNOWN, open().getFirst().content().state());
  }

  @Test
  void whatAsksForItIsGone() {
    var paid = paid("a");
    world = fails(notAsked());
    manager.on(paid);
    var id = open().getFirst().id();
    var back = new PutBack("a", 1).manager();
    later(LONG);
    back.tick(now.plusSeconds(60));
    assertEquals(Claim.State.UNKNOWN, open().getFirst().content().state());
    assertEquals(
        "The event that asks for it is not in the event store any more.",
        open().getFirst().content().why());
    var given = new Outcome.Refused("The store was put back.");
    assertThrows(
        IllegalStateException.class, () -> back.effects().settle(id, given, "operator:ada"));
    assertThrows(IllegalStateException.class, () -> manager.effects().forget(id, given));
    back.effects().forget(id, given);
    assertEquals(List.of(), open());
  }

  @Test
  void whatWaitsIsListedByTheTimeAtWhichItIsMet() {
    held("a");
    later(Duration.ofMinutes(1));
    held("b");
    var waiting = manager.deadlines().waiting(10).waiting();
    assertEquals(List.of("a", "b"), waiting.stream().map(it -> it.deadline().stream()).toList());
    assertEquals(NOON.plus(Seat.TIME_TO_PAY), waiting.getFirst().due());
  }

  /** It is tried again hours later, and many others are due before that. */
  @Test
  void whatCouldNotBeMetIsListedFirst() {
    held("a");
    later(LONG);
    instance(renamed()).tick(now.plusSeconds(60));
    for (int i = 0; i < 100; i++) {
      held("b" + i);
    }
    var first = manager.deadlines().waiting(1);
    assertEquals("a", first.waiting().getFirst().deadline().stream());
    assertTrue(first.waiting().getFirst().due().isAfter(first.waiting().get(1).due()));
    assertTrue(first.hasMore());
  }

  @Test
  void thereAreNoMoreWhereAllAreListed() {
    held("a");
    assertFalse(manager.deadlines().waiting(1).hasMore());
    assertTrue(manager.deadlines().waiting(0).hasMore());
  }

  @Test
  void nothingIsAskedAnewWhenAllComesAgain() {
    var paid = paid("a");
    manager.on(paid);
    int before = asked.size();
    for (var instance : List.of(manager, instance())) {
      seats.readAfter("a", 0, 100).forEach(instance::on);
      instance.on(office.readRange("a", 1, 1).getFirst());
    }
    assertEquals(before, asked.size());
    assertEquals(List.of("held", "paid", "ticketMailed"), types("a"));
    assertEquals(List.of(), open());
  }

  @Test
  void anAnswerThatLeavesNothingIsAnError() {
    world = effect -> Json.parse("{\"silent\":true}");
    var held = held("a");
    assertThrows(IllegalStateException.class, () -> manager.on(held));
    assertEquals(1, open().size());
  }

  @Test
  void theReconcilerFindsWhatNeverCame() {
    wanted("a");
    later(Duration.ofHours(1));
    assertEquals(1, reconcile("office"));
    assertEquals(List.of("held"), types("a"));
    later(Duration.ofHours(1));
    assertEquals(1, reconcile("seats"), "nobody has told it of what it decided");
    assertEquals(List.of("held", "paid"), types("a"));
    later(Duration.ofHours(1));
    reconcile("seats");
    later(Duration.ofHours(1));
    assertEquals(0, reconcile("office") + reconcile("seats"));
    assertEquals(List.of("held", "paid", "ticketMailed"), types("a"));
  }

  private int reconcile(String source) {
    return new Reconciler(manager.intake(source), stores, views)
        .clock(this::now)
        .run(now.plusSeconds(60))
        .repaired();
  }

  @Test
  void anEventSetsOneDeadlineAtMost() {
    var twice =
        Seat.PROCESS.waking(
            new Deadline<>("another", event -> Optional.of(NOON), new Seat.Command.GiveBack()));
    manager.on(wanted("a"));
    var projector =
        twice.pending("seats").orElseThrow().projector(seats, views, attempt -> {}, this::now);
    assertThrows(IllegalStateException.class, () -> projector.on(event("a", 1)));
  }

  @Test
  void twoThingsOfOneNameWouldHaveOneId() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Seat.PROCESS.waking(new Deadline<>("charge", event -> Optional.empty(), null)));
  }
}
