package restaurant.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.eventfold.emulators.JavaProgram;
import dev.eventfold.emulators.Ports;
import dev.eventfold.gcp.service.FunctionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import restaurant.local.functions.RunningFunction;
import restaurant.system.Restaurant;

/** The functions of a service in a process that records what it does, and makes a cache of it. */
final class Trained {

  private static final int MINUTES_TO_END = 5;

  private final Image image;
  private final Process process;
  private final Path output;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private boolean ended;

  /**
   * @param flags that the cache is used with
   * @param settings that all functions have
   */
  Trained(String service, Image image, List<String> flags, Map<String, String> settings)
      throws IOException {
    this.image = image;
    var arguments =
        Restaurant.SYSTEM.service(service).functions().stream()
            .flatMap(
                row -> {
                  int port = Ports.free();
                  ports.put(row.name(), port);
                  return Stream.of(row.name(), row.entryPoint().getName(), Integer.toString(port));
                })
            .toList();
    var program =
        new JavaProgram(
            Stream.concat(flags.stream(), Stream.of("-XX:AOTCacheOutput=" + image.cache()))
                .toList(),
            Image.joined(image.jars()),
            TrainedFunctions.class.getName(),
            arguments);
    output = Files.createTempFile("training-", ".log");
    output.toFile().deleteOnExit();
    var builder =
        new ProcessBuilder(program.command())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(asDeployed(settings, service));
    process = builder.start();
  }

  /** An instance writes its log to its output, as one of Cloud Run. */
  private static Map<String, String> asDeployed(Map<String, String> settings, String service) {
    var all = new HashMap<>(settings);
    all.keySet().removeAll(List.of("LOG_FILE", "LOG_SEVERITY"));
    all.put("K_SERVICE", service);
    return all;
  }

  RunningFunction function(FunctionSpec row) {
    return new One(row);
  }

  /** Ends it, which is when it writes the cache; returns once that is there and fits. */
  void end() throws IOException, InterruptedException {
    ended = true;
    process.getOutputStream().close();
    if (!process.waitFor(MINUTES_TO_END, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("no cache: " + Files.readString(output));
    }
    // Java's own check: in this mode it does not start if the cache does not fit.
    var check =
        Image.program(image.jars(), List.of("-XX:AOTMode=on", image.cacheFlag(), "-version"));
    var java = new ProcessBuilder(check.command()).redirectErrorStream(true).start();
    var said = new String(java.getInputStream().readAllBytes(), UTF_8);
    if (java.waitFor() != 0) {
      throw new IllegalStateException(image.cache() + " does not fit: " + said);
    }
  }

  private void kill() {
    process.destroyForcibly();
  }

  private final class One implements RunningFunction {

    private final FunctionSpec row;

    One(FunctionSpec row) {
      this.row = row;
    }

    @Override
    public FunctionSpec row() {
      return row;
    }

    @Override
    public int port() {
      return ports.get(row.name());
    }

    @Override
    public Optional<String> failure() {
      return ended || process.isAlive()
          ? Optional.empty()
          : Optional.of("The training of %s ended: see %s".formatted(row.service(), output));
    }

    @Override
    public void kill() {
      Trained.this.kill();
    }

    @Override
    public void close() {
      Trained.this.kill();
    }
  }
}
