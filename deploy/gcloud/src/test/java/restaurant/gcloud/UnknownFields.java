package restaurant.gcloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What Google's APIs would not know of requests, by the classes that gcloud's SDK has of them. */
final class UnknownFields {

  private static final Path SCRIPT = Path.of("src/test/resources/unknown-fields.py");

  private UnknownFields() {}

  /**
   * @param requests each with api, method, path and body
   * @return a line for each problem
   */
  static List<String> of(List<? extends JsonNode> requests) {
    try {
      var file = Files.createTempFile("requests-", ".json");
      Files.write(file, requests.stream().map(JsonNode::toString).toList());
      var process =
          new ProcessBuilder(
                  Gcloud.sdk().python(),
                  "-S",
                  SCRIPT.toString(),
                  Gcloud.sdk().root().toString(),
                  file.toString())
              .redirectErrorStream(true)
              .start();
      List<String> problems;
      try (var out = process.inputReader()) {
        problems = out.lines().toList();
      }
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError(String.join("\n", problems));
      }
      Files.delete(file);
      return problems;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
