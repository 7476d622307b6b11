package dev.eventfold.commands;

import java.util.List;

/**
 * The whole of a write model: three pure functions. Time, ids and everything that must be looked up
 * arrive inside the command.
 *
 * @param <C> the commands of one kind of aggregate
 * @param <E> its events
 * @param <S> its state
 */
public interface Decider<C, E, S> {

  /** The state of a stream without events. */
  S initial();

  /**
   * The events that the command causes in this state, in order; empty when there is nothing to do.
   *
   * @throws Rejection when a rule forbids the command
   */
  List<E> decide(S state, C command);

  /** The state after the event. Total: never throws, never decides. */
  S evolve(S state, E event);
}
