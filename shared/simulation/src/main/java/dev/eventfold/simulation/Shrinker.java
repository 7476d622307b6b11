package dev.eventfold.simulation;

import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.schedule.Coroutine;
import java.util.Arrays;
import java.util.Deque;

/** Finds a shorter and plainer run that breaks the same invariant. */
final class Shrinker {

  private static final int MOST_RUNS = 3_000;
  private static final int FINE = 8;

  private final Simulator simulator;
  private final Deque<Coroutine> coroutines;
  private final String invariant;
  private int[] best;
  private int runs;

  private Shrinker(Simulator simulator, Deque<Coroutine> coroutines, Run broken) {
    this.simulator = simulator;
    this.coroutines = coroutines;
    this.invariant = broken.violation().orElseThrow().invariant();
    this.best = broken.choices();
  }

  /** The run as plain as it gets, with its trace. */
  static Run shrink(Simulator simulator, Run broken, Deque<Coroutine> coroutines) {
    var shrinker = new Shrinker(simulator, coroutines, broken);

    shrinker.shrink();

    return simulator.run(Choices.replay(shrinker.best), coroutines, true);
  }

  /**
   * Without faults first: without a kind of fault, the rest goes on as it did. Then the end, since
   * much of what follows the fault is in vain; then long pieces, over and over: on the short run
   * that is left, short ones are cheap.
   */
  private void shrink() {
    for (int at = 0; at < FaultRates.CHOICES; at++) {
      zeroed(at, at + 1);
    }
    for (int size = best.length / 2; size >= 1; size /= 2) {
      while (size < best.length && without(best.length - size, best.length)) {}
    }
    boolean isBetter = true;
    while (isBetter) {
      isBetter = false;
      for (int size = best.length; size >= FINE; size /= 2) {
        isBetter |= pass(size, size);
      }
    }
    isBetter = true;
    while (isBetter) {
      isBetter = false;
      for (int size = 2 * FINE; size >= 1; size -= (size + 3) / 4) {
        isBetter |= pass(size, (size + 3) / 4);
      }
    }
  }

  private boolean pass(int size, int stride) {
    boolean isBetter = false;
    for (int at = 0; at < best.length && runs < MOST_RUNS; at += stride) {
      int end = Math.min(at + size, best.length);
      isBetter |= without(at, end) || zeroed(at, end) || lowered(at, end);
    }
    return isBetter;
  }

  private boolean without(int from, int to) {
    var shorter = Arrays.copyOf(best, best.length - (to - from));
    System.arraycopy(best, to, shorter, from, best.length - to);
    return isStillBroken(shorter);
  }

  private boolean zeroed(int from, int to) {
    var plainer = best.clone();
    Arrays.fill(plainer, from, to, 0);
    return !Arrays.equals(plainer, best) && isStillBroken(plainer);
  }

  private boolean lowered(int from, int to) {
    if (to - from > 1 || best[from] < 2) {
      return false;
    }
    var plainer = best.clone();
    plainer[from]--;
    return isStillBroken(plainer);
  }

  private boolean isStillBroken(int[] script) {
    runs++;
    var run = simulator.run(Choices.replay(script), coroutines, false);
    boolean isBroken = run.breaks(invariant);
    if (isBroken) {
      // Cut what was not drawn; what was drawn past the end is zeros, and can stay away.
      int end = Math.min(script.length, run.choices().length);
      while (end > 0 && script[end - 1] == 0) {
        end--;
      }
      best = Arrays.copyOf(script, end);
    }
    return isBroken;
  }
}
