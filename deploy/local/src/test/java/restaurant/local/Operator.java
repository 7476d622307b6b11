package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import restaurant.emulators.ChildProcess;
import restaurant.ops.Ops;

/** Runs the operator's tools against a system, as an operator does: in a process of their own. */
record Operator(LocalSystem system) {

  private static final int SECONDS = 180;

  /** What a tool printed, and how it ended. */
  record Ran(int status, String output) {}

  Ran run(String... arguments) throws Exception {
    var all =
        new ArrayList<>(
            List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Ops.class.getName()));
    all.addAll(Arrays.asList(arguments));
    var environment = new HashMap<>(system.platform().settings());
    environment.put("GOOGLE_CLOUD_PROJECT", LocalSystem.PROJECT);
    try (var ops = ChildProcess.java("ops", all, environment)) {
      assertTrue(ops.process().waitFor(SECONDS, TimeUnit.SECONDS), "ops does not end");
      return new Ran(ops.process().exitValue(), Files.readString(ops.output()));
    }
  }
}
