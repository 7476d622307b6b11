package dev.eventfold.simulation.choices;

import java.util.Arrays;
import java.util.List;

/**
 * How bad a run is. Every run has other faults, and more or fewer of them: what always happens
 * hides what happens only without it.
 */
public final class FaultRates {

  /** Per mille of the occasions, from never on. */
  private static final int[] PER_CALL = {0, 5, 20, 60};

  private static final int[] PER_DELIVERY = {0, 30, 100, 300};
  private static final int[] READERS = {0, 0, 0, 1, 2};
  private static final int OPERATORS = 6;
  private static final int REBUILDS = 2;
  private static final int[] SWITCHES = {0, 100, 300, 600};
  private static final int[] STRIKES = {0, 0, 10, 40};
  private static final int[] TICKS = {0, 10, 40, 100};

  /** How many choices make the rates: the first of each run. */
  public static final int CHOICES = Fault.values().length + 9;

  private final int[] rates = new int[Fault.values().length];
  private final int instances;
  private final int readers;
  private final int operators;
  private final boolean hasRebuilds;
  private final boolean hasRollout;
  private int switches;
  private int strikes;
  private int ticks;

  public FaultRates(Choices choices) {
    for (var fault : Fault.values()) {
      rates[fault.ordinal()] = rates(fault)[choices.below(rates(fault).length)];
    }
    this.hasRollout = rate(Fault.ROLLOUT) > 0;
    this.instances = 1 + choices.below(3);
    this.switches = SWITCHES[choices.below(SWITCHES.length)];
    boolean isLookedAfter = choices.below(OPERATORS) == OPERATORS - 1;
    int mostOperators = 1 + choices.below(2);
    this.operators = isLookedAfter ? mostOperators : 0;
    this.hasRebuilds = choices.below(REBUILDS) == REBUILDS - 1 && isLookedAfter;
    boolean isWatched = choices.below(3) > 0;
    if (hasRebuilds && isWatched) {
      // What would hide from readers that they see less than before, see mayGoBack.
      List.of(Fault.SKEW, Fault.FROZEN).forEach(it -> rates[it.ordinal()] = 0);
    }
    this.readers = Math.max(hasRebuilds ? 1 : 0, READERS[choices.below(READERS.length)]);
    this.strikes = STRIKES[choices.below(STRIKES.length)];
    this.ticks = TICKS[choices.below(TICKS.length)];
  }

  private static int[] rates(Fault fault) {
    return switch (fault) {
      case CRASH, UNAVAILABLE, LOST_ANSWER, LATE_COMMIT, ABORTED -> PER_CALL;
      case DUPLICATE, DELAY, DROP_AND_RETRY, LOST_ACK, DOUBLE_SUBMIT -> PER_DELIVERY;
      case LATE_REPEAT, TRIGGER_WITHOUT_DATA, RESTART -> new int[] {0, 100, 300};
      case ROLLOUT -> new int[] {0, 0, 20};
      case KEY_REUSED -> new int[] {0, 0, 0, 200};
      case FROZEN -> new int[] {0, 0, 5, 20};
      case LONG_STREAM -> new int[] {0, 0, 0, 0, 0, 0, 0, 1000};
      case SKEW -> new int[] {0, 0, 500};
      case DAMAGED -> new int[] {0, 700};
      // Most runs lose nothing for good: then nothing may need repairing.
      case LOST_FOR_GOOD -> new int[] {0, 0, 0, 0, 0, 0, 0, 150};
    };
  }

  public int rate(Fault fault) {
    return rates[fault.ordinal()];
  }

  /**
   * Whether a run has this.
   *
   * @param trait a fault's name, or "an operator", "no operator", "two operators", "rebuilds",
   *     "readers", "strikes", "ticks"
   */
  public boolean has(String trait) {
    return switch (trait) {
      case "no operator" -> operators == 0;
      case "an operator" -> operators > 0;
      case "two operators" -> operators > 1;
      case "rebuilds" -> hasRebuilds;
      case "readers" -> readers > 0;
      case "strikes" -> strikes > 0;
      case "ticks" -> ticks > 0;
      default -> rate(Fault.valueOf(trait)) > 0;
    };
  }

  /** Whether another version may come. */
  public boolean hasRollout() {
    return hasRollout;
  }

  /** How many instances a function has at most. */
  public int instances() {
    return instances;
  }

  /** How many look at what there is. */
  public int readers() {
    return readers;
  }

  /** How many verify, repair and replay meanwhile. */
  public int operators() {
    return operators;
  }

  /** Whether views are rebuilt meanwhile. */
  public boolean hasRebuilds() {
    return hasRebuilds;
  }

  /**
   * Whether a reader may see less than before: a switch is made at one moment by everybody's clock,
   * and announced in time by one who is not frozen just then.
   */
  public boolean mayGoBack() {
    return hasRebuilds && rate(Fault.SKEW) + rate(Fault.FROZEN) > 0;
  }

  /** Whether readers rely on it that nobody takes longer over anything than one may. */
  public boolean isTimely() {
    return hasRebuilds && !mayGoBack();
  }

  /** How often another invocation goes on after a call, per mille. */
  public int switches() {
    return switches;
  }

  /** How often the clock calls a reconciler, per mille of the steps. */
  public int strikes() {
    return strikes;
  }

  /** How often the clock calls a timer, per mille of the steps, where there are any. */
  public int ticks() {
    return ticks;
  }

  /** No more faults; so that all that is still on its way arrives. */
  public void calm() {
    strikes = 0;
    ticks = 0;
    Arrays.fill(rates, 0);
  }
}
