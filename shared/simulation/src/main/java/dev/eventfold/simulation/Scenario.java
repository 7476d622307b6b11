package dev.eventfold.simulation;

import dev.eventfold.gcp.service.Topology;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.DomainRules;
import dev.eventfold.simulation.clients.Turn;
import dev.eventfold.simulation.readers.ProjectedReadModel;
import dev.eventfold.simulation.readers.ReadModel;
import dev.eventfold.simulation.views.ProjectionFold;
import dev.eventfold.simulation.views.ViewFold;
import dev.eventfold.simulation.world.Past;
import dev.eventfold.simulation.world.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is simulated, as the business says it. Only the system and what clients want must be said;
 * the rest makes the simulator see more. One is used by many runs at once, so it keeps nothing.
 */
public interface Scenario {

  /** The system under test. */
  Topology system();

  /** What a client wants now: drawn from the turn's choices, and from nothing else. */
  Command command(Turn turn);

  /** Who does what effects ask for, outside. */
  default Provider provider() {
    return Provider.WILLING;
  }

  /**
   * What is deployed while the system runs, in some runs: some services in another version, with
   * the same functions and views.
   */
  default Optional<Topology> next() {
    return Optional.empty();
  }

  /** The types of commands that only the next version knows. */
  default Set<String> newCommands() {
    return Set.of();
  }

  /** What the business promises beside what every service does. */
  default DomainRules rules() {
    return DomainRules.NONE;
  }

  /**
   * What views must hold. Where nobody tells it by hand, it is what their projections make of the
   * stored events at once: then a wrong projection is right.
   */
  default ViewFold fold() {
    return new ProjectionFold(system(), next());
  }

  /** Where readers look, in some runs. */
  default List<ReadModel> readModels() {
    return ProjectedReadModel.all(system(), next());
  }

  /**
   * What some runs begin with: a stream longer than clients would make. The first choices that it
   * draws say which.
   */
  default Optional<Past> past(Choices choices) {
    return Optional.empty();
  }
}
