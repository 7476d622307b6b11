package restaurant.local.documents;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import restaurant.local.Run;
import restaurant.ops.Ops;

/** A build is not started by a test: whatever the command line names must be there. */
final class MavenCommand {

  private static final Set<String> ALONE = Set.of("-q", "-o", "-am");
  private static final Set<String> GOALS = Set.of("verify", "test", "install", "spotless:apply");

  /** Surefire's own. */
  private static final String NO_TESTS = "surefire.failIfNoSpecifiedTests";

  private final Repository repository;

  MavenCommand(Repository repository) {
    this.repository = repository;
  }

  void check(String command) {
    var words = Words.of(command);
    words = words.subList(words.indexOf("mvn") + 1, words.size());
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      if (word.equals("-pl")) {
        for (var module : words.get(++i).split(",")) {
          assertTrue(Repository.isModule(module), () -> "no module: " + module);
        }
      } else if (word.equals("-f")) {
        var pom = words.get(++i);
        assertTrue(Files.exists(Repository.ROOT.resolve(pom)), () -> "no file: " + pom);
      } else if (word.startsWith("-P")) {
        for (var id : word.substring(2).split(",")) {
          assertTrue(repository.hasProfile(id), () -> "no profile: " + id);
        }
      } else if (word.startsWith("-D")) {
        var parts = word.substring(2).split("=", 2);
        checkProperty(parts[0], parts.length > 1 ? parts[1] : "");
      } else if (!ALONE.contains(word) && !GOALS.contains(word)) {
        fail("nobody checks " + word);
      }
    }
  }

  private void checkProperty(String name, String value) {
    switch (name) {
      case "run.args" -> Run.commandLine().parseArgs(arguments(value));
      case "ops.args" -> Ops.commandLine().parseArgs(arguments(value));
      case "test" -> {
        for (var test : value.split(",")) {
          assertTrue(repository.hasClass(test.replaceAll("#.*", "")), () -> "no test: " + test);
        }
      }
      case NO_TESTS -> assertTrue(List.of("true", "false").contains(value), value);
      default -> assertTrue(repository.hasProperty(name), () -> "nobody reads -D" + name);
    }
  }

  private static String[] arguments(String value) {
    return Words.of(value).toArray(String[]::new);
  }
}
