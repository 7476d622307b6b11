package restaurant.simulator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import restaurant.eventsourcing.Feed;
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
    timesOrdered();
    audit();
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
    Map<String, List<Feed<?, ?>>> byView =
        Deployment.FEEDS.stream().collect(Collectors.groupingBy(feed -> feed.view().collection()));
    for (var feeds : byView.values()) {
      var fold = new Fold();
      feeds.forEach(feed -> fold.add(feed, world.journal().of(feed.source())));
      var missing = new HashMap<>(fold.versions());
      feeds.stream()
          .flatMap(feed -> Stream.of(feed.view().collection(), feed.checkpoints()))
          .distinct()
          .forEach(
              collection -> {
                for (var document : world.views().page(collection, EVERYTHING)) {
                  var key = new restaurant.eventsourcing.QueryStore.Key(collection, document.id());
                  missing.remove(key);
                  var difference = fold.difference(key, document.content());
                  if (difference.isPresent()) {
                    throw violated("a view is the fold of its events", "%s", difference.get());
                  }
                }
              });
      if (!missing.isEmpty()) {
        throw violated("a view is the fold of its events", "missing: %s", missing);
      }
    }
  }

  /** Without projections: straight from what was placed. */
  private void timesOrdered() {
    var ordered = new HashMap<String, Long>();
    for (var stream : world.journal().of("orders")) {
      for (var event : stream) {
        if (event.type().equals("orderPlaced")) {
          event
              .payload()
              .path("items")
              .forEach(
                  item ->
                      ordered.merge(
                          item.path("menuItemId").asText(),
                          item.path("quantity").asLong(),
                          Long::sum));
        }
      }
    }
    for (var document : world.views().page("menu-items", EVERYTHING)) {
      long shown = document.body().map(body -> body.path("timesOrdered").asLong()).orElse(0L);
      long expected = ordered.getOrDefault(document.id(), 0L);
      if (shown != expected) {
        throw violated(
            "timesOrdered is exact", "%s: %d instead of %d", document.id(), shown, expected);
      }
    }
  }

  private void audit() {
    var entries =
        world.views().page("audit", EVERYTHING).stream()
            .map(entry -> entry.id())
            .collect(Collectors.toSet());
    var events = world.journal().all().stream().map(RecordedEvent::id).collect(Collectors.toSet());
    if (!entries.equals(events) || events.size() != world.journal().all().size()) {
      throw violated(
          "audit holds every event once",
          "%d entries for %d events",
          entries.size(),
          world.journal().all().size());
    }
  }
}
