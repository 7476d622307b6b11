package dev.eventfold.simulation.choices;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Every decision of a run, drawn from a seed or taken from a script, and written down. 0 is always
 * the plainest choice: a script that is cut off goes on without faults.
 */
public final class Choices {

  private final SplittableRandom random;
  private final int[] script;
  private int[] made = new int[1024];
  private int count;

  private Choices(SplittableRandom random, int[] script) {
    this.random = random;
    this.script = script;
  }

  public static Choices of(long seed) {
    return new Choices(new SplittableRandom(seed), new int[0]);
  }

  public static Choices replay(int[] script) {
    return new Choices(null, script);
  }

  /** One of so many. */
  public int below(int bound) {
    if (bound <= 1) {
      return 0;
    }
    return note(random != null ? random.nextInt(bound) : Math.min(scripted(), bound - 1));
  }

  /** 0, or 1 so many times out of a thousand. */
  public boolean chance(int perMille) {
    return oneOf(perMille) == 1;
  }

  /** The number of one of several cases, from 1, by how often each is to come; or 0. */
  public int oneOf(int... perMille) {
    int sum = 0;
    for (int rate : perMille) {
      sum += rate;
    }
    // Also written down where it can't be: a fault that is switched off must move nothing else.
    if (sum == 0) {
      return note(0);
    }
    if (random == null) {
      int scripted = scripted();
      boolean canBe = scripted > 0 && scripted <= perMille.length && perMille[scripted - 1] > 0;
      return note(canBe ? scripted : 0);
    }
    int drawn = random.nextInt(1000);
    for (int i = 0; i < perMille.length; i++) {
      drawn -= perMille[i];
      if (drawn < 0) {
        return note(i + 1);
      }
    }
    return note(0);
  }

  private int scripted() {
    return count < script.length ? script[count] : 0;
  }

  private int note(int choice) {
    if (count == made.length) {
      made = Arrays.copyOf(made, 2 * count);
    }
    made[count++] = choice;
    return choice;
  }

  /** What was chosen so far: a script for the same run. */
  public int[] made() {
    return Arrays.copyOf(made, count);
  }
}
