package restaurant.gcloud;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The gcloud that the scripts run. It takes longer to load itself than to do something, some
 * thousand times; so one interpreter loads it, and a copy of that carries out each command.
 *
 * @param path the folders in which it is found, as in {@code PATH}
 * @param server the interpreter; none where the SDK's files are not where they are known to be, or
 *     with {@code -Dgcloud=plain}
 */
record Gcloud(String path, Optional<Process> server) implements AutoCloseable {

  private static final Path SERVER = Path.of("src/test/resources/gcloud-server.py");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** As it is installed. */
  static Gcloud plain() {
    return new Gcloud(System.getenv("PATH"), Optional.empty());
  }

  /**
   * The same, loaded once.
   *
   * @param folder an empty one
   */
  static Gcloud loaded(Path folder) {
    var root = printed("installation.sdk_root");
    if ("plain".equals(System.getProperty("gcloud"))
        || !Files.exists(Path.of(root, "lib/googlecloudsdk/gcloud_main.py"))) {
      return plain();
    }
    try {
      var log = folder.resolve("log").toFile();
      var server =
          new ProcessBuilder(
                  printed("basic.python_location"),
                  "-S",
                  SERVER.toAbsolutePath().toString(),
                  root,
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
        Thread.onSpinWait();
      }
      return new Gcloud(folder + File.pathSeparator + System.getenv("PATH"), Optional.of(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What gcloud says of itself. */
  static String printed(String value) {
    try {
      var gcloud = new ProcessBuilder("gcloud", "info", "--format=value(" + value + ")").start();
      try (var out = gcloud.inputReader()) {
        var line = out.readLine();
        return gcloud.waitFor(1, TimeUnit.MINUTES) && line != null ? line : "";
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.ifPresent(Process::destroy);
  }
}
