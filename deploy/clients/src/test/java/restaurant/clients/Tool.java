package restaurant.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program that may not be on this machine: without it a test is skipped, and fails in CI. */
record Tool(List<String> command) {

  /** One of {@code package.json}. */
  static Tool node(String name) {
    var program = Path.of("node_modules", ".bin", name);
    needs(Files.isExecutable(program), name);
    return new Tool(List.of(program.toString()));
  }

  /** A script of ours that uses a library of {@code package.json}. */
  static Tool script(Path file, String library) {
    needs(Files.isDirectory(Path.of("node_modules", library)), library);
    return new Tool(List.of("node", file.toString()));
  }

  private static void needs(boolean isThere, String name) {
    if (!isThere || !starts("node", "--version")) {
      lacking(
          "This test needs Node and `npm install --prefix deploy/clients`, for %s."
              .formatted(name));
    }
  }

  static Tool python() {
    if (!starts("python3", "--version")) {
      lacking("This test needs python3.");
    }
    return new Tool(List.of("python3"));
  }

  private static void lacking(String sentence) {
    if ("true".equals(System.getenv("CI"))) {
      Assertions.fail(sentence);
    }
    Assumptions.abort(sentence);
  }

  private static boolean starts(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fails with all that the program says. */
  void run(String... arguments) throws Exception {
    var whole = new ArrayList<>(command);
    whole.addAll(List.of(arguments));
    var builder = new ProcessBuilder(whole).redirectErrorStream(true);
    builder.environment().put("REDOCLY_TELEMETRY", "off");
    builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    var process = builder.start();
    process.getOutputStream().close();
    var says = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), says);
  }
}
