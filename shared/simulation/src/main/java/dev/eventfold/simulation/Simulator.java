package dev.eventfold.simulation;

import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.schedule.Coroutine;
import dev.eventfold.simulation.world.SystemUnderTest;
import java.util.Deque;
import java.util.List;

/**
 * Runs a scenario, on many threads at once: the same choices make the same run. No gateway stands
 * before these functions: EVENTFOLD_AUTH must be off meanwhile. Their failures are wanted, and
 * LOG_SEVERITY=OFF keeps them out of the output. A {@link Campaign} sees to both.
 */
public final class Simulator {

  private final Scenario scenario;
  private final SystemUnderTest system;

  public Simulator(Scenario scenario) {
    this.scenario = scenario;
    this.system = new SystemUnderTest(scenario.system(), scenario.next());
  }

  /**
   * @param coroutines that are free, for use and return
   */
  public Run run(Choices choices, Deque<Coroutine> coroutines, boolean traced) {
    var simulation = new Simulation(scenario, system, choices, coroutines, traced);
    var violation = simulation.run();
    return new Run(
        choices.made(),
        simulation.counters(),
        violation,
        violation.map(simulation::trace).orElse(List.of()));
  }
}
