package dev.eventfold.simulation;

import static dev.eventfold.simulation.choices.Violation.violated;

import dev.eventfold.documents.Query;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.personal.Erasure;
import dev.eventfold.simulation.world.World;
import java.util.List;

/** What must be true of what is of persons, when everything has arrived. */
final class ErasureRules {

  private static final Query EVERYTHING = Query.first(10_000);

  private final World world;

  ErasureRules(World world) {
    this.world = world;
  }

  void check() {
    for (var erasure : world.system().erasures()) {
      world.journal().of(erasure.service()).forEach(stream -> forgotten(erasure, stream));
    }
    for (var event : world.journal().all()) {
      var person = world.person(event);
      if (person.filter(it -> world.keys().find(it).isPresent()).isPresent()
          && world.isErased(event)) {
        throw violated("nothing is lost of who is not erased", "%s", event);
      }
      if (person.isPresent() && isUnkeyed(event)) {
        throw violated("what could be guessed is hashed with a key", "%s", event);
      }
      if (!world.isSealed(world.journal().stored(event))) {
        throw violated("what is of persons is stored sealed", "%s", event);
      }
    }
    for (var view : world.system().views()) {
      for (var document : world.views().page(world.current(view), EVERYTHING)) {
        if (!world.isSealed(view, document)) {
          throw violated("what is of persons is stored sealed", "%s/%s", view, document.id());
        }
      }
    }
  }

  private static boolean isUnkeyed(RecordedEvent event) {
    return event.metadata().commandHash().matches("[0-9a-f]{64}");
  }

  private void forgotten(Erasure erasure, List<RecordedEvent> stream) {
    var person = stream.getFirst().stream();
    boolean isAsked = stream.stream().anyMatch(erasure::isAskedForBy);
    if (world.keys().find(person).isPresent() == isAsked) {
      throw violated(
          "whoever is erased has no key, and all others have", "%s: %s", person, stream.getLast());
    }
  }
}
