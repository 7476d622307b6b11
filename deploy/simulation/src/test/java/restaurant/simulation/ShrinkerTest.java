package restaurant.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** A broken seed is told in few words. */
final class ShrinkerTest {

  private static final int ONE_SCREEN = 60;

  @Test
  void aBrokenSeedIsShrunkToOneScreen() throws Exception {
    var system =
        FaultySystem.of(
            MutantsTest.mutants()
                .filter(mutant -> mutant.fault().equals("no look for the command in the stream"))
                .findFirst()
                .orElseThrow());
    BiFunction<long[], Collection<String>, String> firstViolation =
        system.function(FirstViolation.class);
    var found = firstViolation.apply(new long[] {0, 10_000}, List.of("no operator"));
    long seed = Long.parseLong(found.substring(0, found.indexOf(':')));

    LongFunction<String> shrunkTrace = system.function(ShrunkTrace.class);
    var trace = shrunkTrace.apply(seed);

    System.out.println(trace);
    // The shrunk run breaks what the seed broke.
    var invariant = found.substring(found.indexOf(':') + 1).strip();
    assertTrue(trace.contains("VIOLATED: " + invariant.lines().findFirst().orElseThrow()), trace);
    assertTrue(trace.lines().count() <= ONE_SCREEN, trace);
  }
}
