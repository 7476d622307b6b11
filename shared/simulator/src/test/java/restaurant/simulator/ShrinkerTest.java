package restaurant.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A broken seed is told in few words. */
final class ShrinkerTest {

  private static final int ONE_SCREEN = 60;

  @Test
  void aBrokenSeedIsShrunkToOneScreen() throws Exception {
    System.setProperty("log.severity", "OFF");
    System.setProperty("restaurant.auth", "off");
    var system =
        FaultySystem.of(
            MutantsTest.mutants()
                .filter(mutant -> mutant.fault().equals("no look for the command in the stream"))
                .findFirst()
                .orElseThrow());
    var found = system.function(FirstViolation.class).apply(10_000);
    long seed = Long.parseLong(found.substring(0, found.indexOf(':')));

    var trace = system.function(ShrunkTrace.class).apply(seed);

    System.out.println(trace);
    assertTrue(trace.contains("VIOLATED: no two events have the same id"), trace);
    assertTrue(trace.lines().count() <= ONE_SCREEN, trace);
  }
}
