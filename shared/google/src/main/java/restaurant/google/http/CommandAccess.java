package restaurant.google.http;

/**
 * Who may do what, and to what.
 *
 * @param <P> the payloads of a service's commands
 */
@FunctionalInterface
public interface CommandAccess<P> {

  /**
   * Refuses by {@link Caller#mustBeStaff} or {@link Caller#mustOwn}.
   *
   * @param aggregateId what the command is on, or makes
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
