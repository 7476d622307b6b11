package dev.eventfold.simulation;

import dev.eventfold.simulation.choices.Violation;
import dev.eventfold.simulation.clients.DomainRules;
import dev.eventfold.simulation.clients.Intent;
import dev.eventfold.simulation.world.World;
import java.util.OptionalInt;

/** Asks, when nothing else is under way, for what must be accepted then. */
final class Probe {

  private static final String NAME = "probe";

  private final Simulation simulation;
  private final World world;
  private final DomainRules rules;

  Probe(Simulation simulation, World world, DomainRules rules) {
    this.simulation = simulation;
    this.world = world;
    this.rules = rules;
  }

  void run() {
    int number = 0;
    for (var command : rules.mustBeAccepted(world.journal())) {
      var key = "%s-%d".formatted(NAME, ++number);
      var attempt = simulation.ask(new Intent(key, NAME, key, command, OptionalInt.empty()));
      if (!attempt.isAccepted()) {
        throw new Violation.Found(
            "no reservation leaks", "%s: %s".formatted(command, attempt.reason()));
      }
    }
  }
}
