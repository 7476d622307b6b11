package restaurant.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The files that follow from the system and that others than Java read, or that are needed where it
 * is not known. {@code deploy/generate} writes them; a test says when they are stale.
 */
final class Generated {

  private Generated() {}

  /** Each file's text, by its path from the root of the project. */
  static Map<Path, String> files() {
    var files = new LinkedHashMap<Path, String>();
    files.put(Path.of("deploy/functions.txt"), FunctionTable.of(Restaurant.SYSTEM));
    files.put(
        Path.of("functions/audit/src/main/resources/restaurant/audit/services.txt"),
        Restaurant.SYSTEM.writers().stream()
            .map(service -> service.name() + "\n")
            .collect(Collectors.joining()));
    return files;
  }

  /**
   * Writes what has changed, and says so.
   *
   * @param arguments the root of the project
   */
  public static void main(String[] arguments) throws IOException {
    for (var file : files().entrySet()) {
      var path = Path.of(arguments[0]).resolve(file.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        Files.writeString(path, file.getValue());
        System.out.println("wrote " + file.getKey());
      }
    }
  }
}
