package restaurant.bench.processes;

import dev.eventfold.emulators.Emulators;
import dev.eventfold.emulators.EmulatorsUnavailable;
import dev.eventfold.emulators.Ports;
import dev.eventfold.emulators.processes.ChildProcess;
import dev.eventfold.gcp.Clients;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import restaurant.bench.load.Requests;
import restaurant.images.Image;
import restaurant.images.Training;

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

    private List<Path> classPath() {
      return Image.classPath(service.isEmpty() ? own() : Training.jar(services(), service));
    }

    private static Path own() {
      try {
        var source = HelloWorld.class.getProtectionDomain().getCodeSource();
        return Path.of(source.getLocation().toURI());
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
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
    return start(function, function.classPath(), flags, emulators, project);
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
    return start(Function.HELLO_WORLD, Function.HELLO_WORLD.classPath(), AS_DEPLOYED, Map.of());
  }

  /**
   * The same with what an image of its service has.
   *
   * @param classPath with which it is started
   */
  public static FunctionProcess start(
      Function function,
      List<Path> classPath,
      List<String> flags,
      Emulators emulators,
      String project) {
    return start(function, classPath, flags, settings(emulators, project));
  }

  private static FunctionProcess start(
      Function function, List<Path> classPath, List<String> flags, Map<String, String> settings) {
    int port = Ports.free();
    var all = new HashMap<>(settings);
    all.put("K_SERVICE", function.name());
    all.put("FUNCTION_TARGET", function.entryPoint());
    all.put("PORT", Integer.toString(port));
    var program = Image.program(classPath, inAnInstance(flags));
    long start = System.nanoTime();
    return new FunctionProcess(ChildProcess.start(function.name(), program, all), port, start);
  }

  private static Map<String, String> settings(Emulators emulators, String project) {
    var settings = new HashMap<String, String>();
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

  /** The folder of all services, with the jars that are deployed. */
  public static Path services() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(it -> it.toString().contains("functions" + File.separator + "menu"))
        .map(it -> it.getParent().getParent().getParent())
        .findFirst()
        .orElseThrow();
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

  /** Ends it as Cloud Run ends an instance; returns once it has ended. */
  @Override
  public void close() {
    process.close();
  }
}
