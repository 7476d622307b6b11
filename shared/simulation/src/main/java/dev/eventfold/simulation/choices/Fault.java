package dev.eventfold.simulation.choices;

/** What can go wrong, or be as unlucky as it gets. */
public enum Fault {
  DUPLICATE("duplicates"),
  DELAY("delays"),
  DROP_AND_RETRY("drops with a retry"),
  LOST_FOR_GOOD("losses for good"),
  CRASH("crashes"),
  UNAVAILABLE("calls refused"),
  LOST_ANSWER("answers of ports lost"),
  LOST_ACK("answers of functions lost"),
  RESTART("restarts"),
  DOUBLE_SUBMIT("double submissions"),
  LATE_REPEAT("late repetitions"),
  KEY_REUSED("reused keys"),
  TRIGGER_WITHOUT_DATA("triggers without data"),
  LATE_COMMIT("commits that land late"),
  ABORTED("commits aborted"),
  FROZEN("frozen invocations"),
  SKEW("clocks that are wrong"),
  DAMAGED("documents damaged"),
  LONG_STREAM("long streams from before"),
  ROLLOUT("steps of deployments");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
