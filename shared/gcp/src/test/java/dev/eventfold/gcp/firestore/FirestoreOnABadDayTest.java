package dev.eventfold.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.Timestamp;
import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandRequest;
import dev.eventfold.commands.Conflict;
import dev.eventfold.commands.Decider;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.json.Json;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.Projector;
import dev.eventfold.projections.View;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.TransientFailure;
import dev.eventfold.store.VersionConflict;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every error, at every call, before and after Firestore did what it was asked, and late. */
class FirestoreOnABadDayTest {

  private record Counted(int by) {}

  private record Count(int total) {}

  private record Counter() implements Decider<Counted, Counted, Integer> {
    @Override
    public Integer initial() {
      return 0;
    }

    @Override
    public List<Counted> decide(Integer total, Counted command) {
      return List.of(command);
    }

    @Override
    public Integer evolve(Integer total, Counted event) {
      return total + event.by();
    }
  }

  private record Total() implements Projection<Counted, Count> {
    @Override
    public Optional<Count> evolve(String id, Optional<Count> count, TypedEvent<Counted> event) {
      return Optional.of(new Count(count.map(Count::total).orElse(0) + event.event().by()));
    }
  }

  private static final EventTypes<Counted> TYPES =
      EventTypes.<Counted>own().add("counted", Counted.class);

  /** Beside UNAVAILABLE and RESOURCE_EXHAUSTED, which it also retries for commits. */
  private static final Set<Status.Code> READ_AGAIN_BY_THE_CLIENT =
      Set.of(Status.Code.DEADLINE_EXCEEDED, Status.Code.INTERNAL);

  private final BadDay day = new BadDay();
  private final Backend backend = Emulated.backend(List.of(day));
  private final String service = "bad-day-" + UUID.randomUUID();
  private final EventStore events = backend.eventStore(service);
  private final EventLog log = backend.eventLog(service);
  private final QueryStore views = backend.queryStore();
  private final View<Count> view = new View<>(service, Count.class, count -> Map.of());
  private final String stream = UUID.randomUUID().toString();
  private final List<Integer> pauses = new ArrayList<>();

  @AfterEach
  void isOver() {
    day.isOver();
  }

  /** One more instance of the function. */
  private CommandHandler<Counted, Counted, Integer> commands() {
    return CommandHandler.of(
            service,
            Aggregate.of(new Counter(), TYPES)
                .reserving(
                    event -> List.of(new Reservation("turn", service + event.by(), "Taken."))),
            events)
        .retries(RetryPolicy.RACES.with(pauses::add));
  }

  private Projector<Counted, Count> projector() {
    return new Feed<>(view, service, TYPES, new Total(), Checkpoint.IN_DOCUMENT)
        .projector(events, views, pauses::add);
  }

  private CommandRequest<Counted> command(int by) {
    var id = Ids.command(service, "me", "" + by);
    return new CommandRequest<>(
        stream,
        true,
        OptionalLong.empty(),
        false,
        new Counted(by),
        new Metadata(id, "hash", "c", id, "", "me"));
  }

  private RecordedEvent event(int version) {
    var id = Ids.command(service, "me", "" + version);
    return new RecordedEvent(
        Ids.event(id, 0),
        service,
        stream,
        version,
        "counted",
        1,
        Instant.parse("2026-01-31T12:00:00Z"),
        Json.tree(new Counted(version)),
        new Metadata(id, "hash", "c", id, "", "me"));
  }

  private List<Long> versions() {
    return events.readAfter(stream, 0, 100).stream().map(RecordedEvent::version).toList();
  }

  private int total() {
    var key = view.key(stream);
    return Optional.ofNullable(views.get(List.of(key)).get(key))
        .map(Document::content)
        .flatMap(view::shown)
        .map(Count::total)
        .orElse(0);
  }

  /** That is what Firestore says of an index that is not there yet. */
  @Test
  void whileAnIndexIsBuiltAllOfAStreamIsReadInstead() {
    for (int version = 1; version <= 3; version++) {
      events.append(List.of(event(version)), List.of());
    }
    var all = events.readAfter(stream, 0, 9);
    day.strike("RunQuery", Status.FAILED_PRECONDITION, BadDay.Moment.BEFORE, 1);
    assertEquals(all.subList(1, 3), events.readLast(stream, 2));
    day.strike("RunQuery", Status.FAILED_PRECONDITION, BadDay.Moment.BEFORE, 1);
    assertEquals(all, events.readLast(stream, 9));
    day.strike("RunQuery", Status.FAILED_PRECONDITION, BadDay.Moment.BEFORE, 1);
    var second = all.get(1).metadata().commandId();
    assertEquals(all.subList(1, 2), events.readCommand(stream, second));
  }

  /** What passes is a 503 with Retry-After, what does not a 500; nothing is written by either. */
  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"OK", "UNAVAILABLE", "RESOURCE_EXHAUSTED"},
      mode = EnumSource.Mode.EXCLUDE)
  void anErrorIsWhatItIsAtEveryCall(Status.Code code) {
    var passing = Set.of("CANCELLED", "DATA_LOSS", "DEADLINE_EXCEEDED", "INTERNAL", "UNKNOWN");
    var races = Set.of("ABORTED", "ALREADY_EXISTS", "FAILED_PRECONDITION", "NOT_FOUND");
    var other =
        passing.contains(code.name()) ? TransientFailure.class : IllegalStateException.class;
    boolean isRace = races.contains(code.name());
    fails("Commit", code, isRace ? VersionConflict.class : other, this::appendFirst);
    fails("Commit", code, isRace ? QueryStore.ConcurrentWrite.class : other, this::writeDocument);
    fails("Commit", code, isRace ? QueryStore.ConcurrentWrite.class : other, this::removeDocument);

    var read = code == Status.Code.ABORTED ? TransientFailure.class : other;
    var keys = List.of(view.key(stream));
    var turn = List.of(new Reservation("turn", service, "Taken."));
    var snapshot = views.snapshot();
    fails("BatchGetDocuments", code, read, () -> events.readRange(stream, 1, 2));
    fails("BatchGetDocuments", code, read, () -> events.taken(turn));
    fails("BatchGetDocuments", code, read, () -> views.get(keys));
    fails("BatchGetDocuments", code, read, () -> views.snapshot());
    fails("BatchGetDocuments", code, read, () -> snapshot.get(keys));
    fails("RunQuery", code, read, () -> events.readAfter(stream, 0, 10));
    if (code != Status.Code.FAILED_PRECONDITION) {
      fails("RunQuery", code, read, () -> events.readCommand(stream, "command"));
      fails("RunQuery", code, read, () -> events.readLast(stream, 10));
    }
    fails("RunQuery", code, read, () -> log.readByKey("", "", slot -> {}));
    fails("RunQuery", code, read, () -> log.readByTime(Instant.EPOCH, EventLog.END, it -> true));
    fails("RunQuery", code, read, () -> views.page(service, Query.first(9)));
    fails("RunQuery", code, read, () -> snapshot.page(service, Query.first(9)));
    assertEquals(List.of(), versions());
    assertEquals(0, total());
  }

  private void appendFirst() {
    events.append(List.of(event(1)), List.of());
  }

  private void writeDocument() {
    var content = new Document.Content(stream, 1, Optional.of(Json.tree(new Count(1))), Map.of());
    views.commit(List.of(new Write(service, content, new Write.Precondition.Absent())));
  }

  private void removeDocument() {
    views.remove(
        view.key(stream),
        new FirestoreQueryStore.Updated(
            Timestamp.parseTimestamp("2026-01-31T12:00:00Z"), Set.of()));
  }

  private void fails(
      String method, Status.Code code, Class<? extends RuntimeException> how, Runnable call) {
    day.strike(method, code.toStatus().withDescription("a bad day"), BadDay.Moment.BEFORE, 1);
    if (!method.equals("Commit") && READ_AGAIN_BY_THE_CLIENT.contains(code)) {
      call.run();
    } else {
      assertThrows(how, call::run, method);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ABORTED,BEFORE", "ABORTED,AFTER", "ABORTED,LATE", "ABORTED,LATER",
    "UNAVAILABLE,BEFORE", "UNAVAILABLE,AFTER", "UNAVAILABLE,LATE", "UNAVAILABLE,LATER",
    "RESOURCE_EXHAUSTED,BEFORE"
  })
  void aCommandIsCarriedOutOnceWhateverOneCommitEndsWith(Status.Code code, BadDay.Moment moment) {
    day.strike("Commit", code.toStatus(), moment, 1);
    assertEquals(1, commands().handle(command(1)).version());
    assertLateIsRefused(moment);
    assertEquals(List.of(1L), versions());
    assertEquals(1, commands().handle(command(1)).version(), "the same answer again");
    assertEquals(2, commands().handle(command(2)).version());
  }

  @ParameterizedTest
  @EnumSource(BadDay.Moment.class)
  void aCommandThatNobodyAnsweredIsSafeToSendAgain(BadDay.Moment moment) {
    day.strike("Commit", Status.DEADLINE_EXCEEDED, moment, 1);
    assertThrows(TransientFailure.class, () -> commands().handle(command(1)));
    assertEquals(1, commands().handle(command(1)).version());
    assertLateIsRefused(moment);
    assertEquals(List.of(1L), versions());
  }

  @Test
  void aCommandThatIsAbortedAgainAndAgainStandsBackAndGivesUp() {
    day.strike("Commit", Status.ABORTED, BadDay.Moment.BEFORE, 20);
    var gaveUp = assertThrows(Conflict.class, () -> commands().handle(command(1)));
    assertEquals(Conflict.Reason.LOST_EVERY_RACE, gaveUp.reason());
    assertEquals(List.of(1, 2, 3, 4), pauses);
    assertEquals(List.of(), versions());
  }

  @ParameterizedTest
  @CsvSource({
    "ABORTED,BEFORE", "ABORTED,AFTER", "ABORTED,LATE", "ABORTED,LATER",
    "UNAVAILABLE,BEFORE", "UNAVAILABLE,AFTER", "UNAVAILABLE,LATE", "UNAVAILABLE,LATER",
    "RESOURCE_EXHAUSTED,BEFORE"
  })
  void anEventIsAppliedOnceWhateverOneCommitEndsWith(Status.Code code, BadDay.Moment moment) {
    var projector = projector();
    for (int version = 1; version <= 2; version++) {
      appended(version);
      day.strike("Commit", code.toStatus(), moment, 1);
      projector.on(event(version));
      assertLateIsRefused(moment);
    }
    projector().on(event(2));
    assertEquals(3, total());
  }

  private void appended(int version) {
    events.append(List.of(event(version)), List.of());
  }

  @ParameterizedTest
  @EnumSource(BadDay.Moment.class)
  void anEventThatNobodyAnsweredIsDeliveredAgain(BadDay.Moment moment) {
    appended(1);
    projector().on(event(1));
    appended(2);
    day.strike("Commit", Status.INTERNAL, moment, 1);
    assertThrows(TransientFailure.class, () -> projector().on(event(2)));
    projector().on(event(2));
    // Where the first try was done, the second finds a duplicate and has nothing to commit.
    assertLateIsRefused(moment);
    assertEquals(3, total());
  }

  /** What comes after the retry finds that it is too late; before it, it may be in time. */
  private void assertLateIsRefused(BadDay.Moment moment) {
    if (moment == BadDay.Moment.LATE) {
      day.late();
    } else if (moment == BadDay.Moment.LATER) {
      var refused = Set.of(Status.Code.ALREADY_EXISTS, Status.Code.FAILED_PRECONDITION);
      var late = day.late().getCode();
      assertTrue(refused.contains(late), late::name);
    }
  }
}
