package restaurant.bench.processes;

import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.QueryStore.Key;
import java.util.List;
import java.util.stream.Stream;

/**
 * A document of a view that is to be seen.
 *
 * @param version that it should have applied at least
 */
public record Wanted(String collection, String id, long version) {

  /** What the views of the system make of an event of the menu. */
  public static Stream<Wanted> of(String item, String event, long version) {
    return Stream.of(
        new Wanted("menu-items", item, version),
        new Wanted("orders-menu-items", item, version),
        new Wanted("audit", event, 0));
  }

  String line() {
    return collection + " " + id + " " + version;
  }

  static Wanted parse(String line) {
    var parts = line.split(" ");
    return new Wanted(parts[0], parts[1], Long.parseLong(parts[2]));
  }

  static List<Wanted> missing(DocumentReader store, List<Wanted> wanted) {
    var there = store.get(wanted.stream().map(it -> new Key(it.collection(), it.id())).toList());
    return wanted.stream()
        .filter(
            it -> {
              var document = there.get(new Key(it.collection(), it.id()));
              return document == null || document.version() < it.version();
            })
        .toList();
  }
}
