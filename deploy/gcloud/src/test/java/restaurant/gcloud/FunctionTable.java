package restaurant.gcloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The rows of deploy/functions.txt. */
public final class FunctionTable {

  public record Function(String service, String name, String kind, String target) {
    @Override
    public String toString() {
      return name;
    }
  }

  private FunctionTable() {}

  public static List<Function> read() {
    try {
      return Files.readAllLines(Path.of("../functions.txt")).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\s+"))
          .map(cells -> new Function(cells[0], cells[1], cells[2], cells[3]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
