package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A package can be seen at a glance: it has 15 classes at most, or says why it has more. */
class PackagesTest {

  private static final int MOST = 15;
  private static final Path REPOSITORY = Path.of("../..");

  /** The sentence of a package-info, whose lines begin with an asterisk. */
  private static final Pattern REASON = Pattern.compile("More than 15 classes:[\\s*]+\\w[^.]+\\.");

  private static List<String> crowded() throws IOException {
    var crowded = new ArrayList<String>();
    Files.walkFileTree(
        REPOSITORY,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.endsWith("target") || folder.endsWith("node_modules")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            var name = REPOSITORY.relativize(folder).toString();
            if (name.matches(".*src/(main|test)/java/.*")
                && classes(folder) > MOST
                && !REASON.matcher(info(name)).find()) {
              crowded.add(name);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return crowded.stream().sorted().toList();
  }

  private static long classes(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
          .count();
    }
  }

  /** Tests have that of the classes which they test, or their own where they test no classes. */
  private static String info(String folder) throws IOException {
    for (var of : List.of(folder.replace("src/test/java", "src/main/java"), folder)) {
      var file = REPOSITORY.resolve(of).resolve("package-info.java");
      if (Files.exists(file)) {
        return Files.readString(file);
      }
    }
    return "";
  }

  @Test
  void areFewOrSayWhyNot() throws IOException {
    assertEquals(List.of(), crowded());
  }
}
