package restaurant.images;

import dev.eventfold.emulators.Ports;
import dev.eventfold.emulators.processes.JavaProgram;
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

/** The functions of a service in one process, which is started as its image will be. */
final class ServiceProcess {

  private static final int MINUTES_TO_END = 5;

  private final Process process;
  private final Path output;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private boolean ended;

  /**
   * @param flags for Java
   * @param settings that all functions have
   */
  ServiceProcess(String service, Image image, List<String> flags, Map<String, String> settings)
      throws IOException {
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
            flags, Image.joined(image.jars()), TrainedFunctions.class.getName(), arguments);
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

  /** Ends it, which is when it writes what it has recorded; returns once it has. */
  void end() throws IOException, InterruptedException {
    ended = true;
    process.getOutputStream().close();
    if (!process.waitFor(MINUTES_TO_END, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("It did not end well: " + Files.readString(output));
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
          : Optional.of("%s ended: see %s".formatted(row.service(), output));
    }

    @Override
    public void kill() {
      ServiceProcess.this.kill();
    }

    @Override
    public void close() {
      ServiceProcess.this.kill();
    }
  }
}
