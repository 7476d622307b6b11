package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import restaurant.ops.Ops;

/**
 * Runs the operator's tools against a system, as an operator does: in a process of their own.
 *
 * @param patience how long a tool may take
 */
public record Operator(LocalSystem system, Duration patience) {

  /** With patience for a system that has little else to do. */
  public Operator(LocalSystem system) {
    this(system, Duration.ofMinutes(3));
  }

  /** What a tool printed, and how it ended. */
  public record Ran(int status, String output) {}

  public Ran run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  /**
   * @param settings of the operator's machine
   */
  public Ran run(Map<String, String> settings, String... arguments) throws Exception {
    var environment = new HashMap<>(system.platform().settings());
    environment.put("GOOGLE_CLOUD_PROJECT", system.project());
    environment.put("LOG_FILE", system.log().toString());
    environment.putAll(settings);
    try (var ops = Programs.start(Ops.class, environment, arguments)) {
      boolean ends = ops.process().waitFor(patience.toSeconds(), TimeUnit.SECONDS);
      var output = Files.readString(ops.output());
      assertTrue(ends, () -> String.join(" ", arguments) + " does not end:\n" + output);
      return new Ran(ops.process().exitValue(), output);
    }
  }
}
