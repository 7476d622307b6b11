package restaurant.simulation;

import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A run that is over. */
record Run(int[] choices, Counters counters, Optional<Violation> violation, List<String> trace) {

  boolean breaks(String invariant) {
    return violation.filter(found -> found.invariant().equals(invariant)).isPresent();
  }

  static Run of(Choices choices, Deque<Coroutine> coroutines, boolean traced) {
    var simulation = new Simulation(choices, coroutines, traced);
    var violation = simulation.run();
    return new Run(
        choices.made(),
        simulation.counters(),
        violation,
        violation.map(simulation::trace).orElse(List.of()));
  }
}
