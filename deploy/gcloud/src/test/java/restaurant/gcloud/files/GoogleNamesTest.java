package restaurant.gcloud.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every name of Google's that scripts and files use was looked up once, and no other is used. */
class GoogleNamesTest {

  private static Set<String> checked(String kind) throws IOException {
    try (var lines = Files.lines(Path.of("src/test/resources/google-names.txt"))) {
      return lines
          .filter(line -> line.startsWith(kind + " "))
          .map(line -> line.split(" +"))
          .peek(columns -> assertEquals(3, columns.length, columns[1]))
          .map(columns -> columns[1])
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> used(String folder, String pattern) throws IOException {
    var names = new TreeSet<String>();
    try (var files = Files.walk(Path.of(folder))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Pattern.compile(pattern)
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> names.add(found.group(1)));
      }
    }
    return names;
  }

  @Test
  void rolesExist() throws IOException {
    var used = used("steps", "(roles/[a-z]+\\.[A-Za-z.]*[A-Za-z])");
    // Of Google's agents, whose APIs the scripts go through.
    assertTrue(used("steps", "(roles/\\$api\\.serviceAgent)").size() == 1);
    used.add("roles/pubsub.serviceAgent");
    used.add("roles/eventarc.serviceAgent");
    assertEquals(checked("role"), used);
  }

  @Test
  void permissionsExist() throws IOException {
    assertEquals(checked("permission"), used("roles", "(?m)^ {2}- (\\S+)$"));
  }

  @Test
  void metricsExist() throws IOException {
    var used = used("monitoring", "metric\\.type=\\\\\"([^\\\\]+)\\\\\"");
    used.removeIf(name -> name.startsWith("logging.googleapis.com/user/@PREFIX@"));
    assertEquals(checked("metric"), used);
  }
}
