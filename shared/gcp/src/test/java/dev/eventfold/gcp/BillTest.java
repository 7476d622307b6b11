package dev.eventfold.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.functions.HttpFunction;
import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandRequest;
import dev.eventfold.commands.CommandResult;
import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.gcp.firestore.Emulated;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.gcp.http.Parcels;
import dev.eventfold.gcp.metering.Amount;
import dev.eventfold.gcp.metering.Bill;
import dev.eventfold.gcp.metering.Meter;
import dev.eventfold.operations.Reconciler;
import dev.eventfold.operations.SpotCheck;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.Projector;
import dev.eventfold.projections.View;
import dev.eventfold.store.Reservation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What Firestore bills for each thing that the system does. No number here may grow unseen. */
class BillTest {

  /** A price that may only rise. */
  private record Priced(BigDecimal price) {}

  private record Price() implements Decider<BigDecimal, Priced, BigDecimal> {
    @Override
    public BigDecimal initial() {
      return BigDecimal.ZERO;
    }

    @Override
    public List<Priced> decide(BigDecimal state, BigDecimal command) {
      if (command.compareTo(state) < 0) {
        throw Rejection.conflict("Price must rise.");
      }
      return List.of(new Priced(command));
    }

    @Override
    public BigDecimal evolve(BigDecimal state, Priced event) {
      return event.price();
    }
  }

  private record Latest() implements Projection<Priced, Priced> {
    @Override
    public Optional<Priced> evolve(
        String document, Optional<Priced> view, TypedEvent<Priced> event) {
      return Optional.of(event.event());
    }
  }

  private static final EventTypes<Priced> TYPES =
      EventTypes.<Priced>own().add("priced", Priced.class);

  private Instant now = Instant.now();
  private final Meter meter = new Meter();
  private Bill before = meter.bill();
  private final Backend backend = Emulated.backend(List.of(meter));
  private final String service = "bill-" + UUID.randomUUID();
  private final View<Priced> view = new View<>(service, Priced.class, priced -> Map.of());

  private CommandHandler<BigDecimal, Priced, BigDecimal> instance() {
    return instance(event -> List.of());
  }

  private CommandHandler<BigDecimal, Priced, BigDecimal> instance(
      Function<Priced, List<Reservation>> reservations) {
    return CommandHandler.of(
            service,
            Aggregate.of(new Price(), TYPES).reserving(reservations),
            backend.eventStore(service))
        .clock(() -> now)
        .retries(RetryPolicy.RACES.with(attempt -> {}));
  }

  private static CommandRequest<BigDecimal> command(
      String key, String stream, boolean creates, long price) {
    return command(key, stream, creates, price, false);
  }

  private static CommandRequest<BigDecimal> command(
      String key, String stream, boolean creates, long price, boolean dryRun) {
    var id = Ids.command("test", "me", key);
    return new CommandRequest<>(
        creates ? Ids.aggregate(id) : stream,
        creates,
        OptionalLong.empty(),
        dryRun,
        BigDecimal.valueOf(price),
        new Metadata(id, "hash", "c", id, "", "me"));
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private void assertBill(int reads, int writes, String... calls) {
    var bill = take();
    var counted =
        Arrays.stream(calls)
            .collect(Collectors.groupingBy(it -> it, TreeMap::new, Collectors.counting()));
    assertEquals(counted, bill.calls());
    assertEquals(reads, bill.reads(), bill::toString);
    assertEquals(writes, bill.writes(), bill::toString);
    assertEquals(0, bill.of(Amount.DELETES), bill::toString);
  }

  /** What was counted since the last time. */
  private Bill take() {
    var now = meter.bill();
    var bill = now.since(before);
    before = now;
    assertEquals(0, bill.of(Amount.UNPRICED_CALLS), bill::toString);
    return bill;
  }

  private String created(CommandHandler<BigDecimal, Priced, BigDecimal> instance) {
    var result = instance.handle(command(key(), "", true, 1));
    take();
    return result.stream();
  }

  @Test
  void aCommandThatCreatesIsOneWriteAndNoRead() {
    instance().handle(command(key(), "", true, 1));
    assertBill(0, 1, "Commit");
  }

  @Test
  void aReservationIsOneMoreWriteInTheSameCommit() {
    var reserving = instance(e -> List.of(new Reservation("price", service, "Taken.")));
    reserving.handle(command(key(), "", true, 1));
    assertBill(0, 2, "Commit");
  }

  @Test
  void aDryRunReadsTheStreamAndWhatItWouldReserve() {
    var reserving = instance(e -> List.of(new Reservation("price", service, "Taken.")));
    reserving.handle(command(key(), "", true, 1, true));
    assertBill(2, 0, "RunQuery", "BatchGetDocuments");
    var warm = created(instance());
    instance().handle(command(key(), warm, false, 2, true));
    assertBill(1, 0, "RunQuery");
  }

  @Test
  void aCommandOnAWarmInstanceIsOneWriteAndNoRead() {
    var warm = instance();
    var stream = created(warm);
    warm.handle(command(key(), stream, false, 2));
    assertBill(0, 1, "Commit");
  }

  /** However long the stream is. */
  @Test
  void onceAMinuteACommandOnAWarmInstanceReadsOneEvent() {
    var warm = instance();
    var stream = created(warm);
    warm.handle(command(key(), stream, false, 2));
    take();
    now = now.plusSeconds(60);
    warm.handle(command(key(), stream, false, 3));
    assertBill(1, 1, "RunQuery", "Commit");
    now = now.plusSeconds(59);
    warm.handle(command(key(), stream, false, 4));
    assertBill(0, 1, "Commit");
  }

  @Test
  void aCommandOnAColdInstanceReadsTheStreamOnce() {
    var stream = created(instance());
    instance().handle(command(key(), stream, false, 2));
    assertBill(1, 1, "RunQuery", "Commit");
  }

  /** However long it is: its end, and the snapshot that is among that. */
  @Test
  void aCommandOnAColdInstanceReadsFiftyEventsAndASnapshotOfALongStream() {
    var snapshots =
        Aggregate.of(new Price(), TYPES).snapshots(1, Map.of("price", BigDecimal.class));
    Supplier<CommandHandler<BigDecimal, Priced, BigDecimal>> cold =
        () ->
            CommandHandler.of(service, snapshots, backend.eventStore(service))
                .snapshots(backend.queryStore())
                .clock(() -> now);
    var warm = cold.get();
    var stream = warm.handle(command(key(), "", true, 1)).stream();
    for (int price = 2; price <= 99; price++) {
      warm.handle(command(key(), stream, false, price));
    }
    for (int price = 100; price <= 101; price++) {
      take();
      cold.get().handle(command(key(), stream, false, price));
      // Another fifty are a snapshot more.
      int more = price == 100 ? 1 : 0;
      var bill = take();
      assertEquals(50 + 1, bill.reads());
      assertEquals(1 + more, bill.writes());
      assertEquals(3 + more, bill.rpcs());
    }
  }

  @Test
  void aRepeatedCommandReadsItsOwnEvents() {
    var warm = instance();
    var stream = created(warm);
    var command = command(key(), stream, false, 2);
    warm.handle(command);
    take();
    warm.handle(command);
    assertBill(1, 0, "BatchGetDocuments");
  }

  @Test
  void aRefusalFromAWarmInstanceReadsTheTail() {
    var warm = instance();
    var stream = created(warm);
    try {
      warm.handle(command(key(), stream, false, 0));
    } catch (Rejection expected) {
      assertBill(1, 0, "RunQuery");
      return;
    }
    throw new AssertionError("not refused");
  }

  private Projector<Priced, Priced> projector(Checkpoint checkpoint) {
    return new Feed<>(view, service, TYPES, new Latest(), checkpoint)
        .projector(backend.eventStore(service), backend.queryStore(), attempt -> {});
  }

  private List<RecordedEvent> history(int events) {
    var handler = instance();
    CommandResult last = handler.handle(command(key(), "", true, 1));
    for (int price = 2; price <= events; price++) {
      last = handler.handle(command(key(), last.stream(), false, price));
    }
    var history = backend.eventStore(service).readAfter(last.stream(), 0, 100);
    take();
    return history;
  }

  @Test
  void theFirstEventOfAStreamIsOneWriteAndNoRead() {
    projector(Checkpoint.IN_DOCUMENT).on(history(1).getFirst());
    assertBill(0, 1, "Commit");
  }

  @Test
  void anEventIsOneReadAndOneWriteOnAColdProjectorAndOneWriteOnAWarmOne() {
    var history = history(3);
    projector(Checkpoint.IN_DOCUMENT).on(history.get(0));
    take();
    var projector = projector(Checkpoint.IN_DOCUMENT);
    projector.on(history.get(1));
    assertBill(1, 1, "BatchGetDocuments", "Commit");
    projector.on(history.get(2));
    assertBill(0, 1, "Commit");
  }

  @Test
  void aDuplicateIsFreeOnAWarmProjectorAndOneReadOnAColdOne() {
    var history = history(2);
    var warm = projector(Checkpoint.IN_DOCUMENT);
    history.forEach(warm::on);
    take();
    history.forEach(warm::on);
    assertBill(0, 0);
    projector(Checkpoint.IN_DOCUMENT).on(history.get(1));
    assertBill(1, 0, "BatchGetDocuments");
  }

  @Test
  void aGapIsReadByKeyAndWrittenWithItsEvent() {
    var history = history(4);
    var warm = projector(Checkpoint.IN_DOCUMENT);
    warm.on(history.get(0));
    take();
    warm.on(history.get(3));
    assertBill(2, 1, "BatchGetDocuments", "Commit");
  }

  @Test
  void anEntryOfALogIsOneWriteAndNoReadAndADuplicateOneReadMore() {
    var event = history(1).getFirst();
    projector(Checkpoint.NONE).on(event);
    assertBill(0, 1, "Commit");
    projector(Checkpoint.NONE).on(event);
    // The write is asked for, and refused.
    assertBill(1, 1, "Commit", "BatchGetDocuments");
  }

  @Test
  void aViewOverManyStreamsWritesItsDocumentAndItsCheckpoint() {
    var history = history(2);
    var projector = projector(Checkpoint.PER_STREAM);
    projector.on(history.get(0));
    assertBill(2, 2, "BatchGetDocuments", "Commit");
    projector.on(history.get(1));
    assertBill(0, 2, "Commit");
  }

  /** Five documents of three events each, and the two places of a walk that has begun. */
  @Test
  void aSpotCheckReadsItsPlaceItsDocumentsAndTheirEvents() {
    var projector = projector(Checkpoint.IN_DOCUMENT);
    for (int stream = 0; stream < 6; stream++) {
      history(3).forEach(projector::on);
    }
    take();
    var feed = new Feed<>(view, service, TYPES, new Latest(), Checkpoint.IN_DOCUMENT);
    var check = new SpotCheck(feed, backend, backend.queryStore(), SpotCheck.DOCUMENTS);
    assertEquals(new SpotCheck.Report(5, 0, List.of()), check.run(() -> false));
    var first = take();
    assertEquals(1 + 5 + 5 * 3, first.reads());
    assertEquals(1, first.writes());

    assertEquals(new SpotCheck.Report(1, 0, List.of()), check.run(() -> false));
    var second = take();
    assertEquals(1 + 1 + 3, second.reads());
    assertEquals(1, second.writes());
  }

  @Test
  void theReconcilerReadsWhatIsNewAndNeverHistory() {
    var projector = projector(Checkpoint.IN_DOCUMENT);
    for (int stream = 0; stream < 3; stream++) {
      history(2).forEach(projector::on);
    }
    take();
    var reconciler =
        new Reconciler(
                new Feed<>(view, service, TYPES, new Latest(), Checkpoint.IN_DOCUMENT),
                backend,
                backend.queryStore())
            .grace(Duration.ZERO);
    var deadline = Instant.now().plusSeconds(60);
    assertEquals(6, reconciler.run(deadline).events());
    // Its place, six events, three documents.
    assertBill(1 + 6 + 3, 1, "BatchGetDocuments", "RunQuery", "BatchGetDocuments", "Commit");

    assertEquals(0, reconciler.run(deadline).events());
    assertBill(1 + 1, 0, "BatchGetDocuments", "RunQuery");
  }

  /** And its place twice: before it is applied, so that it is surely published, and after. */
  @Test
  void whatWasLostIsReadAsByItsProjectorAndWrittenOnce() {
    history(2);
    var published = new ArrayList<RecordedEvent>();
    var reconciler =
        new Reconciler(
                new Feed<>(view, service, TYPES, new Latest(), Checkpoint.IN_DOCUMENT),
                backend,
                backend.queryStore())
            .republishing(published::add)
            .grace(Duration.ZERO);
    assertEquals(2, reconciler.run(Instant.now().plusSeconds(60)).repaired());
    assertEquals(2, published.size());
    var bill = take();
    assertEquals(1 + 2 + 1, bill.reads(), bill::toString);
    assertEquals(2 + 2, bill.writes());
  }

  private final Parcels parcels =
      new Parcels(service, backend.eventStore(service), backend.queryStore());
  private final HttpFunction queries = parcels.queries();

  /** What one look costs. The instance is warm as far as looks before it have warmed it. */
  private void assertReads(int reads, int status, String caller, String target) {
    take();
    var answer = Answered.by(queries, Asked.get(caller, "/" + service + "/" + target));
    assertEquals(status, answer.status());
    var bill = take();
    assertEquals(reads, bill.reads(), () -> caller + " " + target + ": " + bill.calls());
    assertEquals(0, bill.writes());
  }

  @Test
  void aLookAtOneDocumentIsOneRead() {
    parcels.append("p", "ann", 1, 3);
    parcels.project("p", 3);
    for (var query : List.of("", "?minVersion=1", "?minVersion=3")) {
      assertReads(1, 200, "ann", "p" + query);
      assertReads(1, 404, "bob", "p" + query);
    }
    assertReads(1, 404, "bob", "q");
  }

  @Test
  void readingOnesOwnWriteIsOneMoreReadPerEventThatTheViewLacks() {
    parcels.append("p", "ann", 1, 4);
    parcels.project("p", 1);
    assertReads(1 + 1, 200, "ann", "p?minVersion=2");
    assertReads(1 + 3, 200, "ann", "p?minVersion=4");
    parcels.append("q", "ann", 1, 2);
    // Whose it is, once.
    assertReads(1 + 1 + 2, 200, "ann", "q?minVersion=2");
    assertReads(1 + 2, 200, "ann", "q?minVersion=2");
  }

  @Test
  void aVersionThatIsNotThereIsOneMoreReadAndItsAggregateAnother() {
    parcels.append("p", "ann", 1, 1);
    assertReads(1 + 2, 412, "clerk", "p?minVersion=9");
    assertReads(1 + 2, 404, "clerk", "q?minVersion=9");
    assertReads(1 + 1, 404, "bob", "q?minVersion=9");
    parcels.project("p", 1);
    assertReads(1 + 1, 412, "ann", "p?minVersion=9");
  }

  @Test
  void thePastIsOneReadPerEventAndForStrangersNone() {
    parcels.append("p", "ann", 1, 3);
    // Whose it is, once.
    assertReads(1, 404, "bob", "p?asOf=2");
    assertReads(0, 404, "bob", "p?asOf=2");
    assertReads(2, 200, "ann", "p?asOf=2");
    assertReads(3, 200, "ann", "p?asOf=2100-01-01T00:00:00Z");
    assertReads(1, 404, "bob", "q?asOf=2");
  }

  /** The worst that one request for one document can cost, whoever sends it. */
  @Test
  void noLookAtOneDocumentIsMoreThan502Reads() {
    parcels.append("p", "ann", 1, 501);
    assertReads(502, 200, "ann", "p?minVersion=500");
    assertReads(2, 504, "ann", "p?minVersion=501");
    assertReads(501, 400, "ann", "p?asOf=2100-01-01T00:00:00Z");
    assertReads(500, 200, "ann", "p?asOf=500");
    assertReads(0, 400, "ann", "p?asOf=501");
  }
}
