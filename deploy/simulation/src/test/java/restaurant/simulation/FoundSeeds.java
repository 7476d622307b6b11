package restaurant.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * By which seed each mutant was found last: it is tried first, and where it shows nothing any more,
 * all are. {@code -Dgolden.write=true} writes what is found anew.
 */
final class FoundSeeds {

  private static final Path FILE = Path.of("src/test/resources/found-seeds.tsv");

  private final Map<String, Long> seeds;

  private FoundSeeds(Map<String, Long> seeds) {
    this.seeds = seeds;
  }

  static FoundSeeds read() {
    try {
      return new FoundSeeds(
          Files.readAllLines(FILE).stream()
              .map(line -> line.split("\t"))
              .collect(
                  Collectors.toMap(
                      it -> it[0], it -> Long.parseLong(it[1]), (a, b) -> b, TreeMap::new)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized Optional<Long> seed(Mutant mutant) {
    return Optional.ofNullable(seeds.get(mutant.fault()));
  }

  synchronized void put(Mutant mutant, long seed) {
    var before = seeds.put(mutant.fault(), seed);
    if (before == null || before != seed) {
      System.out.printf(
          "%s: found by another seed than before; -Dgolden.write=true writes it%n", mutant.fault());
    }
  }

  synchronized void save() throws IOException {
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(
          FILE,
          seeds.entrySet().stream()
              .map(it -> it.getKey() + "\t" + it.getValue() + "\n")
              .collect(Collectors.joining()));
    }
  }
}
