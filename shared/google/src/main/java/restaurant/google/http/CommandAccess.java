package restaurant.google.http;

/**
 * Who may do what, and to what.
 *
 * @param <P> the payloads of a service's commands
 */
@FunctionalInterface
public interface CommandAccess<P> {

  /**
   * Refuses by {@link Caller#mustBeStaff} or {@link Caller#mustOwn} what the caller may not do at
   * all, and as the decider refuses what does not exist, what is somebody else's.
   *
   * @param aggregateId what the command is on, or makes
   * @throws restaurant.eventsourcing.Rejection not found
   */
  void check(Caller caller, String aggregateId, P payload);

  /** The id of what a command makes; by default derived from the command. */
  default String newId(Caller caller, String derived) {
    return derived;
  }

  static <P> CommandAccess<P> staff() {
    return (caller, aggregateId, payload) -> caller.mustBeStaff();
  }
}
