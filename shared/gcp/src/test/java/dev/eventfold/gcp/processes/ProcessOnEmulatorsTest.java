package dev.eventfold.gcp.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.Query;
import dev.eventfold.emulators.Needs;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.processes.Pickups.Command;
import dev.eventfold.gcp.processes.Pickups.Event;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Process;
import dev.eventfold.processes.ProcessManager;
import dev.eventfold.testing.Races;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That a process finds on Firestore what has come due, and does nothing twice. */
@Needs(Needs.Tool.EMULATORS)
class ProcessOnEmulatorsTest {

  private static final Duration WEEK = Pickups.TIME_TO_PICK_UP;
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(2);

  /** More than a look at them finds at once. */
  private static final int MANY = 60;

  private final PickupsOnEmulators on = new PickupsOnEmulators(List.of());

  private List<String> types(String parcel) {
    return on.backend.eventStore(on.pickups.name()).readAfter(parcel, 0, 100).stream()
        .map(RecordedEvent::type)
        .toList();
  }

  /** Claims that are not settled. */
  private long open() {
    return on.backend.queryStore().page(on.pickups.name() + "-effects", Query.first(1_000)).stream()
        .filter(it -> !it.body().orElseThrow().path("state").asText().equals("SETTLED"))
        .count();
  }

  private int documents(String of) {
    var collection = on.pickups.name() + "-" + of;
    return on.backend.queryStore().page(collection, Query.first(100)).size();
  }

  private void offered(String parcel) {
    on.instance(on.deadlines()).on(on.came(parcel, 1));
    on.project(on.pickup(parcel, 1));
  }

  /** Charged for, and nobody has answered. */
  private void unanswered(String parcel) {
    on.instance(on.offers()).on(on.came(parcel, 1));
    var world = on.world;
    on.world = PickupsOnEmulators.unanswered();
    on.instance(on.charges()).on(on.pickup(parcel, 1));
    on.world = world;
  }

  private static List<String> parcels(int count) {
    return IntStream.range(0, count).mapToObj(i -> "p" + i).toList();
  }

  /** Several instances do the same at once. */
  private <T> List<T> atOnce(Callable<T> what) {
    return Races.run(Collections.nCopies(4, what));
  }

  private List<ProcessManager.Report> tickAtOnce(Process<Command, Event> process) {
    return atOnce(() -> on.tick(on.instance(process)));
  }

  @Test
  void deadlinesAreMetInTheirTimeAndGone() {
    offered("p");
    on.later(Duration.ofDays(1));
    offered("q");
    offered("r");
    on.later(WEEK.minusDays(1));
    assertEquals(0, on.tick(on.instance(on.deadlines())).due());
    on.later(MOMENT);
    assertEquals(1, on.tick(on.instance(on.deadlines())).due());
    assertEquals(List.of("offered", "sentBack"), types("p"));
    assertEquals(List.of("offered"), types("q"));
    assertEquals(2, documents("deadlines"));
    on.later(WEEK);
    assertEquals(2, on.tick(on.instance(on.deadlines())).due());
    assertEquals(List.of("offered", "sentBack"), types("r"));
    assertEquals(0, documents("deadlines"));
  }

  @Test
  void aDeadlineThatFailsWaitsAsLongAgain() {
    var instance = on.instance(on.deadlines());
    var attic = Json.TOLERANT.createObjectNode().put("place", Pickups.ATTIC);
    instance.on(on.parcels.event("p", 1, "came", attic));
    on.project(on.pickup("p", 1));
    on.later(WEEK.plus(LONG));
    var report = on.tick(instance);
    assertEquals(List.of(1, 1), List.of(report.due(), report.failed()));
    on.later(LONG);
    assertEquals(0, on.tick(instance).due());
    on.later(MOMENT);
    assertEquals(1, on.tick(instance).due());
  }

  @Test
  void whatWasNotAnsweredIsClaimedAndAskedAgain() {
    unanswered("p");
    assertEquals(1, open());
    assertEquals(0, on.tick(on.instance(on.charges())).asked(), "its lease is not over");
    on.later(LONG);
    assertEquals(1, on.tick(on.instance(on.charges())).asked());
    assertEquals(List.of("offered", "paid"), types("p"));
    assertEquals(0, open());
    assertEquals(2, on.asked.size());
    assertEquals(1, on.asked.stream().distinct().count());
  }

  @Test
  void aTickAsksForAllThatWasNotAnswered() {
    parcels(MANY).forEach(this::unanswered);
    on.later(LONG);
    assertEquals(MANY, on.tick(on.instance(on.charges())).asked());
    assertEquals(0, open());
  }

  @Test
  void anEventThatIsPushedSeveralTimesAtOnceIsAskedForOnce() {
    on.instance(on.offers()).on(on.came("p", 1));
    var offered = on.pickup("p", 1);
    var were = atOnce(() -> on.instance(on.charges()).on(offered));
    assertEquals(1, Collections.frequency(were, true));
    assertEquals(1, on.asked.size());
    assertEquals(List.of("offered", "paid"), types("p"));
    assertEquals(0, open());
  }

  @Test
  void ticksAtOnceMeetADeadlineOnce() {
    var parcels = parcels(5);
    parcels.forEach(this::offered);
    on.later(WEEK.plus(MOMENT));
    var reports = tickAtOnce(on.deadlines());
    assertTrue(reports.stream().allMatch(it -> it.failed() == 0), reports::toString);
    parcels.forEach(it -> assertEquals(List.of("offered", "sentBack"), types(it)));
    assertEquals(0, documents("deadlines"));
  }

  @Test
  void ticksAtOnceAskAgainOnce() {
    var parcels = parcels(5);
    parcels.forEach(this::unanswered);
    on.later(LONG);
    var reports = tickAtOnce(on.charges());
    assertTrue(reports.stream().allMatch(it -> it.failed() == 0), reports::toString);
    assertEquals(2 * parcels.size(), on.asked.size());
    parcels.forEach(it -> assertEquals(List.of("offered", "paid"), types(it)));
    assertEquals(0, open());
  }

  /** Whoever asked waits so long that the clock asks again, has an answer and removes the claim. */
  @Test
  void anAnswerThatComesAfterAnotherIsTheSame() {
    on.instance(on.offers()).on(on.came("p", 1));
    on.world =
        (effect, key, request) -> {
          on.world = (again, sameKey, same) -> PickupsOnEmulators.receipt();
          on.later(LONG);
          assertEquals(1, on.tick(on.instance(on.charges())).asked());
          return PickupsOnEmulators.receipt();
        };
    on.instance(on.charges()).on(on.pickup("p", 1));
    assertEquals(2, on.asked.size());
    assertEquals(1, on.asked.stream().distinct().count());
    assertEquals(List.of("offered", "paid"), types("p"));
    assertEquals(0, open());
  }
}
