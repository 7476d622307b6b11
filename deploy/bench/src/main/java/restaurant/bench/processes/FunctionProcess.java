package restaurant.bench.processes;

import dev.eventfold.emulators.ChildProcess;
import dev.eventfold.emulators.Emulators;
import dev.eventfold.emulators.EmulatorsUnavailable;
import dev.eventfold.emulators.JavaProgram;
import dev.eventfold.emulators.Ports;
import dev.eventfold.gcp.Clients;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import restaurant.bench.load.Requests;

/** One function in a process of its own, from the jar that is deployed. */
public final class FunctionProcess implements AutoCloseable {

  /** What functions know their caller by. */
  public static final String TOKEN = "bench";

  private static final long PATIENCE_SECONDS = 60;

  /** What {@code deploy} gives each instance. */
  public static final List<String> AS_DEPLOYED =
      List.of(
          "-XX:MaxRAMPercentage=50",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError");

  /** Java would find that in an instance. */
  private static final List<String> INSTANCE =
      List.of("-XX:MaxRAM=512m", "-XX:ActiveProcessorCount=1");

  private final ChildProcess process;
  private final int port;
  private final long start;

  private FunctionProcess(ChildProcess process, int port, long start) {
    this.process = process;
    this.port = port;
    this.start = start;
  }

  /**
   * What is started.
   *
   * @param name that it was deployed by
   * @param entryPoint the class that the framework makes
   * @param service whose jar has it; "" for none but the framework
   */
  public record Function(String name, String entryPoint, String service) {

    public static final Function HELLO_WORLD =
        new Function("hello-world", HelloWorld.class.getName(), "");

    public static final Function COMMANDS = of("menu-commands");
    public static final Function QUERIES = of("menu-queries");
    public static final Function LISTENER = of("menu-items");
    public static final Function PUBLISHER =
        new Function("menu-publisher", "restaurant.menu.MenuPublisher", "menu");

    private static Function of(String name) {
      return new Function(name, "restaurant.menu.MenuFunction", "menu");
    }
  }

  /** The flags of a process that has what an instance has. */
  public static List<String> inAnInstance(List<String> flags) {
    return Stream.concat(INSTANCE.stream(), flags.stream()).toList();
  }

  /**
   * Starts one in what an instance has; returns at once.
   *
   * @param project whose stores it uses
   */
  public static FunctionProcess start(
      Function function, List<String> flags, Emulators emulators, String project) {
    return start(function, flags, settings(function, emulators, project));
  }

  /** The first that this machine has; they have no triggers. */
  public static Emulators emulators() {
    return Emulators.first(Optional.empty())
        .orElseThrow(
            () ->
                new EmulatorsUnavailable(
                    "The bench needs the Firestore and Pub/Sub emulators: a Google Cloud SDK with"
                        + " both, or Docker."));
  }

  /** Starts the framework's hello world as functions are deployed. */
  public static FunctionProcess helloWorld() {
    return start(Function.HELLO_WORLD, AS_DEPLOYED, Map.of());
  }

  private static FunctionProcess start(
      Function function, List<String> flags, Map<String, String> settings) {
    int port = Ports.free();
    var program =
        new JavaProgram(
            inAnInstance(flags),
            classPath(function.service()),
            FunctionProgram.class.getName(),
            List.of(function.entryPoint(), Integer.toString(port)));
    long start = System.nanoTime();
    return new FunctionProcess(ChildProcess.start(function.name(), program, settings), port, start);
  }

  private static Map<String, String> settings(
      Function function, Emulators emulators, String project) {
    var settings = new HashMap<String, String>();
    settings.put("K_SERVICE", function.name());
    settings.put("GOOGLE_CLOUD_PROJECT", project);
    settings.put("FIRESTORE_EMULATOR_HOST", emulators.firestore());
    settings.put("PUBSUB_EMULATOR_HOST", emulators.pubsub());
    settings.put("EVENTFOLD_AUTH", "on");
    settings.put("CALLER_TOKEN", TOKEN);
    settings.put("PAGE_TOKEN_KEY", "bench");
    settings.put("LOG_SEVERITY", "ERROR");
    settings.put("CONCURRENCY", "32");
    return settings;
  }

  /** The same stores for a bare client. */
  public static Clients clients(Emulators emulators, String project) {
    return new Clients(
        project,
        "",
        Clients.eventStoreDatabaseSet(""),
        Optional.of(emulators.firestore()),
        Optional.of(emulators.pubsub()),
        List.of());
  }

  /** The service's jar as it is deployed, and the framework; jars alone, as archives want it. */
  private static String classPath(String service) {
    var all = System.getProperty("java.class.path").split(File.pathSeparator);
    var framework = named(all, "java-function-invoker");
    var ours = own();
    return service.isEmpty()
        ? String.join(File.pathSeparator, ours, framework)
        : String.join(File.pathSeparator, ours, jar(all, service), framework);
  }

  /** The jar, also where Maven runs the classes: archives take no folders. */
  private static String own() {
    try {
      var source =
          Path.of(
              FunctionProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isDirectory(source)) {
        return source.toString();
      }
      try (var jars = Files.newDirectoryStream(source.getParent(), "bench-*.jar")) {
        return jars.iterator().next().toString();
      }
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String named(String[] entries, String name) {
    return Arrays.stream(entries).filter(it -> it.contains(name)).findFirst().orElseThrow();
  }

  private static String jar(String[] entries, String service) {
    var target =
        Arrays.stream(entries)
            .map(Path::of)
            .filter(it -> it.toString().contains("functions" + File.separator + service))
            .map(Path::getParent)
            .findFirst()
            .orElseThrow();
    var jar = target.resolve("deployable").resolve(service + ".jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "There is no %s: mvn -q -Pbench makes it.".formatted(jar.toAbsolutePath().normalize()));
    }
    return jar.toString();
  }

  /** Returns once its port is open: it has been made, and may not have loaded all that it needs. */
  public FunctionProcess awaitUp() {
    long end = start + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Ports.isOpen("127.0.0.1:" + port)) {
      if (process.failure().isPresent() || System.nanoTime() > end) {
        throw new IllegalStateException(process.failure().orElse("it does not start"));
      }
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
    return this;
  }

  /** When it was started, by {@link System#nanoTime}. */
  public long startNanos() {
    return start;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public Requests requests() {
    return Requests.toFunction(uri(), TOKEN);
  }

  public ProcessHandle process() {
    return process.process().toHandle();
  }

  /** What it has printed. */
  public Path output() {
    return process.output();
  }

  /** Ends it as {@link #close} does, and waits for as long as it takes to write an archive. */
  public void end() throws InterruptedException {
    process.process().destroy();
    if (!process.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not end");
    }
  }

  /** Ends it as Cloud Run ends an instance; returns once it has ended. */
  @Override
  public void close() {
    process.close();
  }
}
