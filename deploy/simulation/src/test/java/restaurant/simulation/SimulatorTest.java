package restaurant.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.simulation.Campaign;
import dev.eventfold.simulation.Report;
import dev.eventfold.simulation.Run;
import dev.eventfold.simulation.Simulator;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.Fault;
import dev.eventfold.simulation.schedule.Scheduler;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The system keeps its promises under every schedule that is tried. */
final class SimulatorTest {

  /** A campaign takes more, see .ci/run. */
  private static final long SEEDS = Long.getLong("seeds", 1_000);

  /** Of these, how many are run three times. */
  private static final long REPLAYED = Math.max(15, SEEDS / 200);

  private final Simulator simulator = new Simulator(new RestaurantScenario());

  @Test
  void noScheduleBreaksTheSystem() {
    long start = System.nanoTime();
    var campaign = Campaign.of(new RestaurantScenario());
    var result = campaign.run(SEEDS);
    var report = Report.of(campaign, result, (System.nanoTime() - start) / 1e9);
    System.out.println(report);
    assertEquals(Optional.empty(), result.failure(), report);
    for (var fault : Fault.values()) {
      assertTrue(result.counters().of(fault) > 0, "no " + fault);
    }
    for (var count : Counters.Count.values()) {
      assertTrue(result.counters().of(count) > 0, "no " + count);
    }
  }

  @Test
  void aSeedReplaysExactly() {
    System.setProperty("eventfold.auth", "off");
    System.setProperty("log.severity", "OFF");
    for (long seed = 0; seed < REPLAYED; seed++) {
      var run = run(Choices.of(seed));
      assertArrayEquals(run.choices(), run(Choices.of(seed)).choices());
      assertArrayEquals(run.choices(), run(Choices.replay(run.choices())).choices());
    }
  }

  private Run run(Choices choices) {
    var runs = new ArrayList<Run>();
    var thread =
        Thread.ofVirtual()
            .start(() -> runs.add(simulator.run(choices, Scheduler.coroutines(), false)));
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return runs.getFirst();
  }
}
