package dev.eventfold.simulation;

import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.Violation;
import java.util.List;
import java.util.Optional;

/** A run that is over. */
public record Run(
    int[] choices, Counters counters, Optional<Violation> violation, List<String> trace) {

  boolean breaks(String invariant) {
    return violation.filter(found -> found.invariant().equals(invariant)).isPresent();
  }
}
