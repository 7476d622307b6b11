package dev.eventfold.simulation;

import static dev.eventfold.simulation.choices.Violation.violated;

import dev.eventfold.documents.Query;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.Effect;
import dev.eventfold.processes.Process;
import dev.eventfold.simulation.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must be true of every process when nothing waits for a time any more: what was asked of the
 * outside was asked by an event, done once, and its answer is known or in doubt.
 */
final class ProcessRules {

  private static final Query EVERYTHING = Query.first(10_000);

  private final World world;
  private final Map<String, Integer> done = new HashMap<>();

  ProcessRules(World world) {
    this.world = world;
    world.ledger().entries().forEach(it -> done.put(it.key(), it.times()));
  }

  void check() {
    var asked = new HashSet<String>();
    world
        .system()
        .processes()
        .forEach((service, process) -> asked.addAll(checked(service, process)));
    for (var entry : world.ledger().entries()) {
      if (!asked.contains(entry.key())) {
        throw violated("an event asks for what is done outside", "%s", entry);
      }
    }
  }

  private <E> Set<String> checked(String service, Process<?, E> process) {
    var answered = new HashSet<String>();
    for (var stream : world.journal().of(service)) {
      stream.forEach(event -> answered.add(event.metadata().commandId()));
    }
    var asked = new HashSet<String>();
    for (var effect : process.effects()) {
      for (var stream : world.journal().of(service)) {
        for (var event : stream) {
          if (asks(process, effect, event)) {
            var key = effect.id(service, event);
            asked.add(key);
            settled(service, effect, key, answered.contains(key), isOver(process, effect, stream));
          }
        }
      }
    }
    return asked;
  }

  private static <E> boolean asks(Process<?, E> process, Effect<E, ?> effect, RecordedEvent event) {
    return process.aggregate().events().read(event).flatMap(effect.request()).isPresent();
  }

  /** Whether something has happened after which nobody wants it: it may be refused unasked. */
  private static <E> boolean isOver(
      Process<?, E> process, Effect<E, ?> effect, List<RecordedEvent> stream) {
    return effect.until().isPresent()
        && stream.stream()
            .flatMap(it -> process.aggregate().events().read(it).stream())
            .anyMatch(it -> effect.until().get().isInstance(it.event()));
  }

  private void settled(
      String service, Effect<?, ?> effect, String key, boolean isAnswered, boolean isOver) {
    int times = done.getOrDefault(key, 0);
    boolean mayBeUnknown = effect.mode().equals(Effect.Mode.AT_MOST_ONCE);
    if (times > 1) {
      throw violated("nothing is done twice outside", "%s %s: %d times", effect.name(), key, times);
    }
    if (isAnswered && times == 0 && !isOver) {
      throw violated("an answer is of what was asked", "%s %s", effect.name(), key);
    }
    if (!isAnswered && !(mayBeUnknown && isInDoubt(service, key))) {
      throw violated("what is asked is answered, or in doubt", "%s %s", effect.name(), key);
    }
    if (isAnswered && isInDoubt(service, key)) {
      throw violated("what is answered is in no doubt", "%s %s", effect.name(), key);
    }
  }

  private boolean isInDoubt(String service, String key) {
    return world.views().page(service + "-effects", EVERYTHING).stream()
        .filter(it -> it.id().equals(key))
        .anyMatch(
            it ->
                it.body().orElseThrow().path("state").asText().equals(Claim.State.UNKNOWN.name()));
  }
}
