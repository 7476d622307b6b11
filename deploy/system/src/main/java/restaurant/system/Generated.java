package restaurant.system;

import dev.eventfold.gcp.service.Service;
import dev.eventfold.json.Json;
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

  private static final String BEGIN = "<!-- generated: %s -->\n\n";
  private static final String END = "\n<!-- /generated -->";

  private Generated() {}

  /**
   * Each file's text, by its path from the root of the project.
   *
   * @param root of the project: some have parts that are written by hand
   */
  static Map<Path, String> files(Path root) throws IOException {
    var files = new LinkedHashMap<Path, String>();
    files.put(Path.of("deploy/functions.txt"), FunctionTable.of(Restaurant.SYSTEM));
    files.put(Path.of("deploy/gcloud/firestore/indexes.txt"), IndexTable.of(Restaurant.SYSTEM));
    files.put(Path.of("deploy/openapi.yaml"), OpenApiDocument.of(Restaurant.SYSTEM, root));
    files.put(Path.of("deploy/asyncapi.yaml"), AsyncApiDocument.of(Restaurant.SYSTEM, root));
    files.put(
        Path.of("functions/audit/src/main/resources/restaurant/audit/services.txt"),
        Restaurant.SYSTEM.writers().stream()
            .map(service -> service.name() + "\n")
            .collect(Collectors.joining()));
    Restaurant.SYSTEM.services().stream()
        .filter(Service::isExporting)
        .forEach(
            it ->
                files.put(
                    Path.of(
                        "functions/%1$s/src/main/resources/restaurant/%1$s/personal.json"
                            .formatted(it.name())),
                    holdings()));
    var costs = CostTables.of(root);
    files.put(Path.of("deploy/docs/COST.md"), costs.all());
    var speed = SpeedTables.of(root);
    files.put(Path.of("deploy/docs/SPEED.md"), speed.all());
    var readme = Files.readString(root.resolve("README.md"));
    files.put(
        Path.of("README.md"),
        withSection(withSection(readme, "cost", costs.commands()), "speed", speed.clients()));
    var month = Path.of("deploy/gcloud/README.md");
    files.put(
        month,
        withSection(Files.readString(root.resolve(month)), "cost", costs.month().toString()));
    return files;
  }

  /** One a line. */
  private static String holdings() {
    return Restaurant.SYSTEM.holdings().stream()
        .map(it -> Json.text(Json.tree(it)))
        .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
  }

  /** A text that is written by hand, but for what is between two marks. */
  private static String withSection(String text, String name, String generated) {
    var mark = BEGIN.formatted(name);
    int begin = text.indexOf(mark) + mark.length();
    int end = text.indexOf(END, begin);
    if (begin < mark.length() || end < begin) {
      throw new IllegalStateException("there is no part to generate: " + name);
    }
    return text.substring(0, begin) + generated + text.substring(end);
  }

  /**
   * Writes what has changed, and says so.
   *
   * @param arguments the root of the project
   */
  public static void main(String[] arguments) throws IOException {
    var root = Path.of(arguments[0]);
    for (var file : files(root).entrySet()) {
      var path = root.resolve(file.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        Files.writeString(path, file.getValue());
        System.out.println("wrote " + file.getKey());
      }
    }
  }
}
