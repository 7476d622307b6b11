package restaurant.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import restaurant.simulation.EveningRules.Seen;
import restaurant.simulation.Weather.Fault;

/**
 * An order is placed within a millisecond of its deadline, and the bank answers within a
 * millisecond of its own: each comes before or after, never both, and nobody is charged for
 * nothing.
 */
final class DeadlinesTest {

  /** A campaign takes more, see .ci/run. */
  private static final long SCHEDULES = Long.getLong("schedules", 3_000);

  private final Map<Seen, Long> seen = new EnumMap<>(Seen.class);
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);

  @Test
  void anOrderIsPlacedOrTimedOutAndPaidOrNot() {
    long start = System.nanoTime();
    for (long seed = 0; seed < SCHEDULES; seed++) {
      var evening = Evening.of(seed);
      var rules = new EveningRules(evening);
      assertEquals(Optional.empty(), rules.violation(), "seed " + seed);
      for (var what : Seen.values()) {
        seen.merge(what, rules.saw(what) ? 1L : 0, Long::sum);
      }
      evening.struck().forEach(fault -> faults.merge(fault, 1L, Long::sum));
    }
    System.out.printf(
        "%,d schedules in %.0f s: %s, with %s%n",
        SCHEDULES, (System.nanoTime() - start) / 1e9, seen, faults);
    for (var what : Seen.values()) {
      assertTrue(seen.get(what) > 0, "no " + what);
    }
    for (var fault : Fault.values()) {
      assertTrue(faults.getOrDefault(fault, 0L) > 0, "no " + fault);
    }
  }
}
