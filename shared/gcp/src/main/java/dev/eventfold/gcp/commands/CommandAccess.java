package dev.eventfold.gcp.commands;

import dev.eventfold.gcp.http.Caller;
import java.util.Optional;

/**
 * Who may do what, and to what.
 *
 * @param <P> the payloads of a service's commands
 */
@FunctionalInterface
public interface CommandAccess<P> {

  /**
   * Refuses by {@link Caller#mustBeStaff} what the caller may not do at all, and as the decider
   * refuses what does not exist, what is somebody else's. Comes before anything else is read or
   * said.
   *
   * @param aggregateId what the command is on; empty for one that makes something
   * @throws dev.eventfold.commands.Rejection not found
   */
  void mayActOn(Caller caller, Optional<String> aggregateId);

  /**
   * Refuses by {@link Caller#mustOwn} or {@link Caller#mayNotGive} what the caller may not ask for.
   *
   * @param aggregateId what the command is on, or makes
   */
  default void mayAskFor(Caller caller, String aggregateId, P payload) {}

  /** The id of what a command makes; by default derived from the command. */
  default String newId(Caller caller, String derived) {
    return derived;
  }

  static <P> CommandAccess<P> staff() {
    return (caller, aggregateId) -> caller.mustBeStaff();
  }
}
