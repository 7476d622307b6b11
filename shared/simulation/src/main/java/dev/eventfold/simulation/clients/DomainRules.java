package dev.eventfold.simulation.clients;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.simulation.choices.Violation;
import dev.eventfold.simulation.world.Journal;
import dev.eventfold.simulation.world.Ledger;
import java.util.List;

/** What the business promises, told once more and in another way than its deciders tell it. */
public interface DomainRules {

  /** Nothing but what every service promises. */
  DomainRules NONE = new DomainRules() {};

  /**
   * Looks at all that was stored.
   *
   * @throws Violation.Found the events break a rule
   */
  default void check(Journal journal) {}

  /**
   * Looks at all that was done outside, beside all that was stored.
   *
   * @throws Violation.Found the one does not go with the other
   */
  default void check(Ledger ledger, Journal journal) {}

  /**
   * Whether a command may be refused for what is said, while its stream is so. What a service only
   * knows from copies may be out of date: then it may.
   *
   * @param stream that it was to change; empty where it was to make one
   */
  default boolean mayRefuse(Attempt refused, List<RecordedEvent> stream, Journal journal) {
    return true;
  }

  /** Whether there may be nothing to do for a command that is accepted. */
  default boolean mayDecideNothing(Command command) {
    return true;
  }

  /**
   * What must be accepted when nothing else is under way, one after the other: what takes a
   * reserved value that no event holds shows a reservation that leaked.
   */
  default List<Command> mustBeAccepted(Journal journal) {
    return List.of();
  }
}
