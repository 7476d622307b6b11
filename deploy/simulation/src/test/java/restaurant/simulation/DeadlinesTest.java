package restaurant.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.simulation.Campaign;
import dev.eventfold.simulation.Report;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import restaurant.simulation.DeadlineScenario.Seen;

/** Whatever comes within a millisecond of a deadline, it comes before or after it, never both. */
final class DeadlinesTest {

  /** A campaign takes more, see .ci/run. */
  private static final long SCHEDULES = Long.getLong("schedules", 2_000);

  @Test
  void anOrderIsPlacedOrTimedOutAndPaidOrNot() {
    long start = System.nanoTime();
    var scenario = new DeadlineScenario();
    var campaign = Campaign.of(scenario);
    var result = campaign.run(SCHEDULES, List.of("ticks", "no operator"));
    var report = Report.of(campaign, result, (System.nanoTime() - start) / 1e9);
    System.out.println(report);
    assertEquals(Optional.empty(), result.failure(), report);
    for (var each : Seen.values()) {
      System.out.printf("%,14d %s%n", scenario.count(each), each);
    }
    for (var each : Seen.values()) {
      assertTrue(scenario.count(each) > 0, "no " + each);
    }
  }
}
