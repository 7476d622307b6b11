package dev.eventfold.simulation.choices;

import java.util.EnumMap;
import java.util.Map;

/** What happened, in numbers. */
public final class Counters {

  /** What is counted beside faults. */
  public enum Count {
    ACCEPTED("attempts accepted"),
    REJECTED("attempts rejected"),
    UNANSWERED("attempts without an answer"),
    EVENTS("events"),
    INVOCATIONS("invocations"),
    SWITCHES("switches between invocations"),
    REORDERED("deliveries out of order"),
    LOOKS("answers to readers"),
    UNCHANGED("answers that nothing has changed"),
    PAGES("pages of lists and histories"),
    JOBS("jobs of operators"),
    FINDINGS("findings of verify"),
    REBUILDS("views rebuilt, and readers led over"),
    DROPS("collections dropped"),
    STRIKES("reconcilers called amid the rest"),
    RECONCILED("events reconciled"),
    TICKS("ticks of the clock"),
    DUE("deadlines met"),
    ASKED("questions asked outside again");

    private final String words;

    Count(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private final long[] counts = new long[Count.values().length];
  private final long[] faults = new long[Fault.values().length];

  public void add(Count count) {
    add(count, 1);
  }

  public void add(Count count, int times) {
    counts[count.ordinal()] += times;
  }

  public void add(Fault fault) {
    faults[fault.ordinal()]++;
  }

  public long of(Count count) {
    return counts[count.ordinal()];
  }

  public long of(Fault fault) {
    return faults[fault.ordinal()];
  }

  public void add(Counters other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    for (int i = 0; i < faults.length; i++) {
      faults[i] += other.faults[i];
    }
  }

  public Map<Fault, Long> faults() {
    var byFault = new EnumMap<Fault, Long>(Fault.class);
    for (var fault : Fault.values()) {
      byFault.put(fault, of(fault));
    }
    return byFault;
  }
}
