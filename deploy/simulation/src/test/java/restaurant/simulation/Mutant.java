package restaurant.simulation;

import dev.eventfold.simulation.choices.FaultRates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fault, as a change to the real source: the change alone is kept here, so nothing can drift.
 *
 * @param fault in words
 * @param source the file, from the root of the project
 * @param traits what a run must have for it to show, see {@link FaultRates#has}; others are left
 *     out
 * @param isRare whether it takes more than a few seeds to find it, for which not each build has
 *     time
 * @param isOfAnEvening whether an {@link Evening} shows it, which takes less than a run of the
 *     whole system
 */
record Mutant(
    String fault,
    String source,
    List<Change> changes,
    List<String> traits,
    boolean isRare,
    boolean isOfAnEvening) {

  /** A passage that must be there, once, and what stands there instead. */
  record Change(String real, String faulty) {}

  private static final Path ROOT = Path.of("../..");

  static Mutant of(String fault, String source) {
    return new Mutant(fault, source, List.of(), List.of(), false, false);
  }

  Mutant with(String real, String faulty) {
    var more = new ArrayList<>(changes);
    more.add(new Change(real, faulty));
    return new Mutant(fault, source, List.copyOf(more), traits, isRare, isOfAnEvening);
  }

  Mutant in(String... traits) {
    return new Mutant(fault, source, changes, List.of(traits), isRare, isOfAnEvening);
  }

  Mutant rare() {
    return new Mutant(fault, source, changes, traits, true, isOfAnEvening);
  }

  Mutant ofAnEvening() {
    return new Mutant(fault, source, changes, traits, isRare, true);
  }

  String code() throws IOException {
    var code = Files.readString(ROOT.resolve(source));
    for (var change : changes) {
      int at = code.indexOf(change.real());
      if (at < 0 || code.indexOf(change.real(), at + 1) >= 0) {
        throw new IllegalStateException(
            "%s: not once in %s any more: %s".formatted(fault, source, change.real()));
      }
      code = code.replace(change.real(), change.faulty());
    }
    return code;
  }

  /** The class of the file. */
  String type() {
    return source
        .replaceFirst(".*/src/main/java/", "")
        .replaceFirst("\\.java$", "")
        .replace('/', '.');
  }
}
