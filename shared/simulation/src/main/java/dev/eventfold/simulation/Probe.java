package dev.eventfold.simulation;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.json.Json;
import dev.eventfold.personal.Keyring;
import dev.eventfold.simulation.choices.Violation;
import dev.eventfold.simulation.clients.DomainRules;
import dev.eventfold.simulation.clients.Intent;
import dev.eventfold.simulation.schedule.Scheduler;
import dev.eventfold.simulation.world.Caller;
import dev.eventfold.simulation.world.Request;
import dev.eventfold.simulation.world.World;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Asks, when nothing else is under way, for what must be accepted then. */
final class Probe {

  private static final String NAME = "probe";

  /** How many are asked: more than there are of most functions. */
  private static final int INSTANCES = 4;

  private final Simulation simulation;
  private final World world;
  private final DomainRules rules;

  Probe(Simulation simulation, World world, DomainRules rules) {
    this.simulation = simulation;
    this.world = world;
    this.rules = rules;
  }

  void run() {
    reservations();
    memories();
  }

  /**
   * Whoever is erased is remembered by no instance, once the time is over for which keys are kept.
   */
  private void memories() {
    var queries = world.system().functions(FunctionKind.QUERIES).map(FunctionSpec::name).toList();
    world.advance(Keyring.KEPT.plus(Scheduler.WORST_SKEW));
    for (var erasure : world.system().erasures()) {
      var function = erasure.service() + "-queries";
      for (var stream : world.readable().of(erasure.service())) {
        if (queries.contains(function) && stream.stream().anyMatch(erasure::isAskedForBy)) {
          for (int i = 0; i < INSTANCES; i++) {
            forgotten(function, stream);
          }
        }
      }
    }
  }

  private void forgotten(String function, List<RecordedEvent> stream) {
    var first = stream.getFirst();
    var path = "/%s/events/%s".formatted(first.service(), first.stream());
    var request = Request.get(path, Map.of(), Map.of(), new Caller(NAME, true));
    var answer = simulation.answer(function, request);
    if (answer.status() != 200) {
      throw new Violation.Found("no function fails unexpectedly", path + ": " + answer.body());
    }
    var told = Json.parse(answer.body()).path("events");
    for (int i = 0; i < told.size(); i++) {
      if (!told.get(i).path("payload").equals(stream.get(i).payload())) {
        throw new Violation.Found("whoever is erased is forgotten", told.get(i).toString());
      }
    }
  }

  private void reservations() {
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
