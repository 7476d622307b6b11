package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The toolkit in {@code shared} knows nothing of the restaurant: others take it away. */
class ToolkitTest {

  private static final Path TOOLKIT = Path.of("../../shared");

  /** Also within names of Java and of events. "Order" is an English word too, "orders" hardly. */
  private static final Pattern WORDS =
      Pattern.compile(
          "restaurant|customer|guest|kitchen|waiter|pizza|dollar|(?<![a-z])menu|menuItem"
              + "|(?<![a-z])(dish|meal|cook)(?![a-z]*ie)|(?<![a-z])orders?(Id|ed ?Item)|(?<![a-z])orders(?![a-z])"
              + "|(place|open|cancel)Order",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PATHS = Pattern.compile("\\.\\./(functions|deploy)");

  private static List<String> found(Pattern pattern) throws IOException {
    var found = new ArrayList<String>();
    Files.walkFileTree(
        TOOLKIT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.endsWith("target")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.readString(file, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> pattern.matcher(line).find())
                .forEach(line -> found.add(TOOLKIT.relativize(file) + ": " + line.strip()));
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  @Test
  void namesNothingOfTheBusiness() throws IOException {
    assertEquals(List.of(), found(WORDS));
  }

  @Test
  void pointsToNothingOutside() throws IOException {
    assertEquals(List.of(), found(PATHS));
  }
}
