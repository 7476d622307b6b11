package dev.eventfold.gcp.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.metering.Amount;
import dev.eventfold.gcp.metering.Bill;
import dev.eventfold.gcp.metering.Meter;
import dev.eventfold.json.Json;
import dev.eventfold.operations.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Firestore bills for what a process does. No number here may grow unseen. */
@Needs(Needs.Tool.EMULATORS)
class ProcessBillTest {

  private static final int SHARDS = 8;

  private final Meter meter = new Meter();
  private final PickupsOnEmulators on = new PickupsOnEmulators(List.of(meter));
  private Bill before = meter.bill();

  private RecordedEvent came(String parcel, int version) {
    return unbilled(on.came(parcel, version));
  }

  private RecordedEvent pickup(String parcel, int version) {
    return unbilled(on.pickup(parcel, version));
  }

  private RecordedEvent unbilled(RecordedEvent event) {
    take();
    return event;
  }

  /** What was counted since the last time. */
  private Bill take() {
    var all = meter.bill();
    var bill = all.since(before);
    before = all;
    assertEquals(0, bill.of(Amount.UNPRICED_CALLS), bill::toString);
    return bill;
  }

  private record Billed(long reads, long writes, long deletes) {}

  private void assertBill(int reads, int writes, int deletes) {
    var bill = take();
    assertEquals(
        new Billed(reads, writes, deletes),
        new Billed(bill.reads(), bill.writes(), bill.of(Amount.DELETES)),
        () -> bill.calls().toString());
  }

  @Test
  void whatFollowsFromAnInputIsItsCommandsWrite() {
    var warm = on.instance(on.offers());
    var first = came("p", 1);
    var second = came("p", 2);
    assertTrue(warm.on(first));
    assertBill(0, 1, 0);
    assertTrue(warm.on(second));
    assertBill(0, 1, 0);
  }

  @Test
  void aColdInstanceReadsTheStreamFirst() {
    var first = came("p", 1);
    var second = came("p", 2);
    on.instance(on.offers()).on(first);
    take();
    on.instance(on.offers()).on(second);
    assertBill(1, 1, 0);
  }

  @Test
  void anInputThatComesAgainReadsWhatFollowed() {
    var first = came("p", 1);
    var second = came("p", 2);
    var warm = on.instance(on.offers());
    warm.on(first);
    warm.on(second);
    take();
    assertFalse(warm.on(second));
    assertBill(1, 0, 0);
    // Both events of the stream, and the command's own.
    assertFalse(on.instance(on.offers()).on(second));
    assertBill(2 + 1, 0, 0);
    // An append is tried and refused: what is there, the stream, and the command's own event.
    on.later(Duration.ofSeconds(1));
    assertFalse(on.instance(on.offers()).on(first));
    assertBill(1 + 2 + 1, 1, 0);
  }

  @Test
  void anEventOfWhichNothingFollowsIsFree() {
    var lost = on.parcels.event("p", 1, "lost", Json.TOLERANT.createObjectNode());
    take();
    assertFalse(on.instance(on.offers()).on(lost));
    assertBill(0, 0, 0);
  }

  @Test
  void aDeadlineIsOneWriteWhenItIsSet() {
    on.instance(on.deadlines()).on(came("p", 1));
    var offered = pickup("p", 1);
    on.project(offered);
    assertBill(0, 1, 0);
  }

  /** Where the view is, and a query for each shard that finds nothing. */
  @Test
  void anIdleTickReadsNothingThatIsThere() {
    on.instance(on.deadlines()).on(came("p", 1));
    on.project(pickup("p", 1));
    take();
    on.tick(on.instance(on.deadlines()));
    assertBill(1 + SHARDS, 0, 0);
    on.tick(on.instance(on.charges()));
    assertBill(1, 0, 0);
    on.tick(on.instance(on.deadlines().asking(Pickups.CHARGE)));
    assertBill(1 + SHARDS + 1, 0, 0);
    on.tick(on.instance(on.offers()));
    assertBill(0, 0, 0);
  }

  /** Instead of the read of a query that finds nothing. */
  @Test
  void aDeadlineThatIsMetIsOneReadAndOneDeleteBesideItsCommand() {
    var warm = on.instance(on.deadlines());
    var shards = new HashMap<Integer, Integer>();
    for (var parcel : List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")) {
      warm.on(came(parcel, 1));
      var offered = pickup(parcel, 1);
      on.project(offered);
      shards.merge(Math.floorMod(offered.id().hashCode(), SHARDS), 1, Integer::sum);
    }
    take();
    on.later(Pickups.TIME_TO_PICK_UP.plusMillis(1));
    assertEquals(10, on.tick(on.instance(on.deadlines())).due());
    int empty = SHARDS - shards.size();
    // The timer is another function: its instance reads each stream, which has one event.
    assertBill(1 + empty + 10 + 10, 10, 10);
  }

  @Test
  void aDeadlineThatWasMetBeforeIsNoWrite() {
    var warm = on.instance(on.deadlines());
    warm.on(came("p", 1));
    on.project(pickup("p", 1));
    on.later(Pickups.TIME_TO_PICK_UP.plusMillis(1));
    on.tick(warm);
    on.project(pickup("p", 1));
    take();
    // It was met, so its command's event is read, and nothing is written.
    on.tick(warm);
    assertBill(1 + SHARDS + 1, 0, 1);
  }

  @Test
  void anEffectIsTwoWritesAndOneReadBesideItsResult() {
    var warm = on.instance(on.charges());
    warm.on(came("p", 1));
    var offered = pickup("p", 1);
    assertTrue(warm.on(offered));
    assertBill(1, 2 + 1, 0);
  }

  /** As most are: it is pushed to another function than the one that appended the event. */
  @Test
  void onAColdInstanceItReadsTheStreamToo() {
    on.instance(on.charges()).on(came("p", 1));
    var offered = pickup("p", 1);
    on.instance(on.charges()).on(offered);
    assertBill(1 + 1, 2 + 1, 0);
  }

  /** Of the claim that is settled, and of what the stream says. */
  @Test
  void anEffectThatComesAgainIsTwoReadsAndAWriteThatIsRefused() {
    var warm = on.instance(on.charges());
    warm.on(came("p", 1));
    var offered = pickup("p", 1);
    warm.on(offered);
    take();
    assertFalse(warm.on(offered));
    assertBill(2, 1, 0);
  }

  @Test
  void anEffectThatIsUnderWayIsOneWriteThatIsRefused() {
    on.world = PickupsOnEmulators.unanswered();
    var warm = on.instance(on.charges());
    warm.on(came("p", 1));
    var offered = pickup("p", 1);
    warm.on(offered);
    // Why it has no answer is written down.
    assertBill(1, 2, 0);
    assertFalse(warm.on(offered));
    assertBill(1, 1, 0);
  }

  /** Its claim, whether the answer is there, and the event that asks; a lease, and why it fails. */
  @Test
  void anEffectThatIsAskedForAgainIsThreeReadsAndTwoWrites() {
    on.world = PickupsOnEmulators.unanswered();
    on.instance(on.charges()).on(came("p", 1));
    on.instance(on.charges()).on(pickup("p", 1));
    on.later(Duration.ofHours(1));
    take();
    on.tick(on.instance(on.charges()));
    assertBill(3, 2, 0);
  }

  @Test
  void theReconcilerReadsWhatFollowedFromEachEvent() {
    var warm = on.instance(on.offers());
    for (var parcel : List.of("p", "q", "r")) {
      warm.on(came(parcel, 1));
    }
    take();
    var reconciler =
        new Reconciler(warm.intake(on.pickups.source()), on.backend, on.backend.queryStore())
            .grace(Duration.ZERO);
    assertEquals(3, reconciler.run(Instant.now().plusSeconds(60)).events());
    // Its place, three events, and what followed.
    assertBill(1 + 3 + 3, 1, 0);
  }
}
