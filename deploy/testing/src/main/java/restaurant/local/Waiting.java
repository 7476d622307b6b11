package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** For what comes in its own time. */
public final class Waiting {

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private Waiting() {}

  /**
   * Returns once the condition holds; fails with what was waited for, if that takes too long.
   *
   * @param what said only then
   */
  public static void until(BooleanSupplier condition, Supplier<String> what, Duration patience) {
    until(condition, what, patience, LOOK_EVERY);
  }

  /** The same for what costs something to look at. */
  public static void until(
      BooleanSupplier condition, Supplier<String> what, Duration patience, Duration lookEvery) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      LockSupport.parkNanos(lookEvery.toNanos());
    }
  }
}
