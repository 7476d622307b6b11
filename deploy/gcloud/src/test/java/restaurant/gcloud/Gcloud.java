package restaurant.gcloud;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The gcloud that the scripts run. It takes longer to load itself than to do something, some
 * thousand times; so one interpreter loads it, and a copy of that carries out each command.
 *
 * @param path the folders in which it is found, as in {@code PATH}
 * @param server the interpreter; none where the SDK's files are not where they are known to be, or
 *     with {@code -Dgcloud=plain}
 */
record Gcloud(String path, Optional<Process> server) {

  private static final Path SERVER = Path.of("src/test/resources/gcloud-server.py");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /**
   * Where its files are.
   *
   * @param python the interpreter that it runs in
   */
  record Sdk(String python, Path root) {}

  private static final class Installed {
    static final Sdk SDK = printed();
  }

  private static final class Loaded {
    static final Gcloud GCLOUD = load();
  }

  /** As it is installed. */
  static Gcloud plain() {
    return new Gcloud(System.getenv("PATH"), Optional.empty());
  }

  /** The same, loaded once for all tests. It ends with this process. */
  static Gcloud loaded() {
    return Loaded.GCLOUD;
  }

  static Sdk sdk() {
    return Installed.SDK;
  }

  private static Gcloud load() {
    if ("plain".equals(System.getProperty("gcloud"))
        || !Files.exists(sdk().root().resolve("lib/googlecloudsdk/gcloud_main.py"))) {
      return plain();
    }
    try {
      var folder = Files.createTempDirectory("gcloud-");
      var log = folder.resolve("log").toFile();
      var server =
          new ProcessBuilder(
                  sdk().python(),
                  "-S",
                  SERVER.toAbsolutePath().toString(),
                  sdk().root().toString(),
                  folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!Files.exists(folder.resolve("gcloud"))) {
        if (!server.isAlive() || System.nanoTime() > end) {
          server.destroyForcibly();
          throw new AssertionError("gcloud can't be loaded:\n" + Files.readString(log.toPath()));
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
      return new Gcloud(folder + File.pathSeparator + System.getenv("PATH"), Optional.of(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What gcloud says of itself. */
  private static Sdk printed() {
    try {
      var gcloud =
          new ProcessBuilder(
                  "gcloud", "info", "--format=value(basic.python_location,installation.sdk_root)")
              .start();
      try (var out = gcloud.inputReader()) {
        var line = out.readLine();
        boolean ended = gcloud.waitFor(1, TimeUnit.MINUTES);
        var values = ended && line != null ? line.split("\t") : new String[0];
        return values.length == 2
            ? new Sdk(values[0], Path.of(values[1]))
            : new Sdk("", Path.of(""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
