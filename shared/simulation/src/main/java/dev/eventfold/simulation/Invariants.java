package dev.eventfold.simulation;

import static dev.eventfold.simulation.choices.Violation.violated;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.simulation.clients.Attempt;
import dev.eventfold.simulation.clients.CommandRules;
import dev.eventfold.simulation.views.DamagedDocuments;
import dev.eventfold.simulation.views.ExpectedViews;
import dev.eventfold.simulation.views.Oracle;
import dev.eventfold.simulation.world.World;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What must be true when everything has arrived. */
final class Invariants {

  private static final Query EVERYTHING = Query.first(10_000);

  private final World world;
  private final Scenario scenario;
  private final Oracle oracle;
  private final List<Attempt> attempts;
  private final DamagedDocuments damaged;

  Invariants(
      World world,
      Scenario scenario,
      Oracle oracle,
      List<Attempt> attempts,
      DamagedDocuments damaged) {
    this.world = world;
    this.scenario = scenario;
    this.oracle = oracle;
    this.attempts = attempts;
    this.damaged = damaged;
  }

  /**
   * @param allWasDelivered whether also what nobody repairs must be right
   */
  void check(boolean allWasDelivered) {
    streams();
    var rules = scenario.rules();
    new CommandRules(world.journal(), attempts, scenario.newCommands(), rules).check();
    rules.check(world.journal());
    rules.check(world.ledger(), world.journal());
    new ProcessRules(world).check();
    new ErasureRules(world).check();
    var expected = oracle.readable();
    for (var view : world.system().views()) {
      live(view);
      var readable = world.readable(view);
      holds(expected, view, readable.getFirst(), key -> false);
      if (allWasDelivered) {
        // By a clock that is late, the one before is read still. Nobody repairs it.
        readable.forEach(it -> holds(expected, view, it, damaged::isOpen));
      }
    }
  }

  /** The same of views alone, but for what is damaged. */
  void views() {
    var expected = oracle.readable();
    for (var view : world.system().views()) {
      holds(expected, view, world.current(view), damaged::isOpen);
    }
  }

  private void streams() {
    var ids = new HashSet<String>();
    for (var service : world.system().writers()) {
      for (var stream : world.journal().of(service)) {
        var id = stream.getFirst().stream();
        var stored = world.events(service).readAfter(id, 0, 10_000);
        if (!stored.equals(stream.stream().map(world.journal()::stored).toList())) {
          throw violated("what was appended stays", "%s: %s", id, stored);
        }
        for (int i = 0; i < stored.size(); i++) {
          if (stored.get(i).version() != i + 1) {
            throw violated("versions are contiguous", "%s has %s", id, versions(stored));
          }
          if (!ids.add(stored.get(i).id())) {
            throw violated(
                "no two events have the same id", "%s at %s@%d", stored.get(i).type(), id, i + 1);
          }
        }
      }
    }
  }

  private static List<Long> versions(List<RecordedEvent> stream) {
    return stream.stream().map(RecordedEvent::version).toList();
  }

  /** Live events go where somebody reads or will read them, and nowhere else. */
  private void live(String view) {
    var place = world.place(view);
    boolean isAlone = place.previous().isEmpty() && place.building().isEmpty();
    for (var feed : world.system().feeds(view)) {
      var into = world.endpoint(world.system().subscription(feed)).orElse(List.of(view));
      if (!into.contains(place.current()) || isAlone && into.size() > 1) {
        throw violated("live events go where they are read", "%s: %s: %s", view, place, into);
      }
    }
  }

  /** A view, and its checkpoints where they are documents of their own, in a collection. */
  private void holds(
      ExpectedViews expected, String view, String collection, Predicate<Key> isLeftOut) {
    holds(expected.views().get(view), expected, view, collection, isLeftOut);
    var checkpoints = expected.views().get(view + World.CHECKPOINTS);
    if (checkpoints != null) {
      var places = collection + World.CHECKPOINTS;
      holds(checkpoints, expected, view + World.CHECKPOINTS, places, isLeftOut);
    }
  }

  private void holds(
      Map<String, Document.Content> documents,
      ExpectedViews expected,
      String view,
      String collection,
      Predicate<Key> isLeftOut) {
    var missing = new HashSet<>(documents.keySet());
    for (var document : world.readableViews().page(collection, EVERYTHING)) {
      if (document.content().isBlank() || isLeftOut.test(new Key(collection, document.id()))) {
        // Blank is as good as none.
        continue;
      }
      missing.remove(document.id());
      var difference = expected.difference(view, document.content());
      if (difference.isPresent()) {
        throw violated(
            "a view is the fold of its events",
            "%s/%s: %s",
            collection,
            document.id(),
            difference.get());
      }
    }
    missing.removeIf(id -> isLeftOut.test(new Key(collection, id)));
    if (!missing.isEmpty()) {
      throw violated("a view is the fold of its events", "%s: missing: %s", collection, missing);
    }
  }
}
