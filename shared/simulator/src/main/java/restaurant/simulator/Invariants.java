package restaurant.simulator;

import java.util.HashSet;
import java.util.List;
import restaurant.eventsourcing.Query;
import restaurant.eventsourcing.RecordedEvent;

/** What must be true when everything has arrived. */
final class Invariants {

  private static final Query EVERYTHING = Query.first(10_000);

  private final World world;
  private final List<Attempt> attempts;

  Invariants(World world, List<Attempt> attempts) {
    this.world = world;
    this.attempts = attempts;
  }

  void check() {
    streams();
    new CommandRules(world.journal(), attempts).check();
    new DomainRules(world.journal()).check();
    views();
  }

  static Violation.Found violated(String invariant, String detail, Object... values) {
    return new Violation.Found(invariant, detail.formatted(values));
  }

  private void streams() {
    var ids = new HashSet<String>();
    for (var service : Deployment.SERVICES) {
      for (var stream : world.journal().of(service)) {
        var id = stream.getFirst().stream();
        var stored = world.events(service).readAfter(id, 0, 10_000);
        if (!stored.equals(stream)) {
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

  private void views() {
    var expected = new Expected(world.journal());
    expected
        .views()
        .forEach(
            (collection, documents) -> {
              var missing = new HashSet<>(documents.keySet());
              for (var document : world.views().page(collection, EVERYTHING)) {
                missing.remove(document.id());
                var difference = expected.difference(collection, document.content());
                if (difference.isPresent()) {
                  throw violated(
                      "a view is the fold of its events",
                      "%s/%s: %s",
                      collection,
                      document.id(),
                      difference.get());
                }
              }
              if (!missing.isEmpty()) {
                throw violated(
                    "a view is the fold of its events", "%s: missing: %s", collection, missing);
              }
            });
  }
}
