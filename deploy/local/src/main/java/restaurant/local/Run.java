package restaurant.local;

import dev.eventfold.emulators.EmulatorsUnavailable;
import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.service.FunctionSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import restaurant.local.bank.Bank;
import restaurant.local.functions.Debugging;
import restaurant.local.functions.StartFailed;
import restaurant.local.gateway.Tokens;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;
import restaurant.local.smoke.Smoke;
import restaurant.local.watch.Watch;
import restaurant.system.Restaurant;

/** {@code mvn -q -Prun}: the whole system on this machine. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = "Starts the whole system on this machine; Ctrl-C stops it.")
public final class Run implements Callable<Integer> {

  private static final int LOOK_EVERY_MILLIS = 500;
  private static final Duration TO_STOP = Duration.ofSeconds(5);
  private static final Duration TO_SAVE = Duration.ofMinutes(1);

  /** What is said while the system stops goes elsewhere. */
  private static final PrintStream ERRORS = System.err;

  @Spec private CommandSpec command;

  @Option(
      names = "--backend",
      defaultValue = "auto",
      description =
          "What to run on: ${COMPLETION-CANDIDATES}. auto takes emulators from the environment, the"
              + " Google Cloud SDK or Docker, else memory.")
  private Platform.Choice platform;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "The gateway's port (default ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--project",
      defaultValue = LocalSystem.PROJECT,
      description =
          "Whose stores and topics to use in emulators of the environment, where they stay (default"
              + " ${DEFAULT-VALUE}).")
  private String project;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "Keep the data in this folder from one run to the next: loaded at the start, saved when"
              + " the run stops. With the emulators of a Google Cloud SDK.")
  private Optional<Path> data;

  @Option(names = "--isolate", description = "One process per function.")
  private boolean isolate;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "FOLDER",
      description =
          "Compile the code of services as soon as it is saved, and use it at once, with the data"
              + " as it is. In the folder of services that the run was compiled from, or another.")
  private Optional<Path> watch;

  @Option(
      names = "--debug",
      arity = "0..1",
      fallbackValue = "5005",
      paramLabel = "PORT",
      description =
          "Listen for a debugger at this port (default ${FALLBACK-VALUE}); with --isolate, each"
              + " function at one of its own, from this port on.")
  private Optional<Integer> debug;

  @Option(
      names = "--smoke",
      description = "Walk through every command, print what happened, and end: 0 if all is well.")
  private boolean smoke;

  @Option(
      names = "--read-only",
      description =
          "With --smoke: look at everything, and try commands without having any carried out."
              + " Nothing is written.")
  private boolean readOnly;

  @Option(
      names = "--yes",
      description =
          "With --smoke and --url: write into a system that is not at home, where events stay for"
              + " ever.")
  private boolean yes;

  @Option(
      names = "--chaos",
      converter = ChaosConverter.class,
      paramLabel = "KIND=P,…",
      description =
          "Make deliveries as bad as on the cloud's worst day: probabilities of duplicate, reorder,"
              + " drop, error and crash, and a seed. For example"
              + " duplicate=0.3,reorder=0.3,drop=0.1,crash=0.05,seed=42.")
  private Chaos chaos = Chaos.NONE;

  private enum Auth {
    ON,
    OFF
  }

  @Option(
      names = "--auth",
      defaultValue = "on",
      description = "Whether requests must carry a token: ${COMPLETION-CANDIDATES}, default on.")
  private Auth auth;

  @Option(
      names = "--url",
      description =
          "With --smoke: walk through the system that runs there, with the token of somebody on the"
              + " staff in RESTAURANT_TOKEN; a system at home hands one out.")
  private Optional<URI> url;

  public static void main(String[] args) {
    // Libraries have nothing to say that our own log lines don't.
    Logger root = Logger.getLogger("");
    root.setLevel(Level.OFF);
    System.exit(commandLine().execute(args));
  }

  /** What it understands. */
  public static CommandLine commandLine() {
    return new CommandLine(new Run())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Run::failed);
  }

  /** Maven, when it is killed, stops nobody: whoever it started must see that it is gone. */
  public static void endWithParent() {
    endWithParent(TO_STOP);
  }

  /**
   * @param toStop for how long it may take to end in order
   */
  private static void endWithParent(Duration toStop) {
    var parent = ProcessHandle.current().parent();
    Thread.ofPlatform()
        .daemon()
        .name("parent")
        .start(
            () -> {
              try {
                while (parent.isEmpty() || parent.get().isAlive()) {
                  TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                }
                Thread.ofPlatform().daemon().start(() -> endForSure(toStop));
                System.exit(1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void endForSure(Duration toStop) {
    try {
      Thread.sleep(toStop);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  private static final class ChaosConverter implements CommandLine.ITypeConverter<Chaos> {
    @Override
    public Chaos convert(String text) {
      try {
        return Chaos.parse(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(e.getMessage());
      }
    }
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof StartFailed || e instanceof EmulatorsUnavailable) {
      ERRORS.println(e.getMessage());
      return 1;
    }
    throw e;
  }

  @Override
  public Integer call() throws Exception {
    endWithParent(data.isPresent() ? TO_SAVE : TO_STOP);
    if ((readOnly || yes) && !smoke) {
      throw new ParameterException(command.commandLine(), "--read-only and --yes are for --smoke.");
    }
    if (smoke && data.isPresent()) {
      throw new ParameterException(
          command.commandLine(), "--data is not for --smoke, which leaves nothing behind.");
    }
    if (debugging().isPresent() && !isolate && !Debugging.isPossibleHere()) {
      var arguments = command.commandLine().getParseResult().originalArgs();
      return debugging().get().again(Run.class, arguments);
    }
    if (url.isPresent()) {
      return smoke(new Smoke(url.get(), Settings.get(Smoke.TOKEN), System.out));
    }
    long start = System.nanoTime();
    var tokens = auth == Auth.ON ? Optional.of(Tokens.make()) : Optional.<Tokens>empty();
    try (var system = start(tokens)) {
      if (smoke) {
        System.out.println("Running on " + system.platform().description() + ".");
        return smoke(
            new Smoke(system.uri(), tokens.map(issuer -> issuer.staff("smoke")), System.out)
                .withTheBankAtHome());
      }
      var stopped = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(system, stopped)));
      var watching = watching(system);
      new Welcome(system, tokens, isolate, debugging(), (System.nanoTime() - start) / 1e9)
          .print(System.out);
      try {
        return untilStopped(system, stopped);
      } finally {
        watching.ifPresent(Watch::close);
      }
    }
  }

  private LocalSystem start(Optional<Tokens> tokens) throws Exception {
    var options =
        new LocalSystem.Options(
                platform,
                port,
                isolate,
                Deliveries.Manner.GOOD.with(chaos),
                tokens,
                true,
                smoke ? LocalSystem.newProject() : project)
            .keeping(data)
            .with(smoke ? Bank.Manner.GOOD.waiting(Smoke.TIME_TO_PAY) : Bank.Manner.GOOD);
    return isolate && debugging().isPresent()
        ? LocalSystem.start(options, debugging().get()::launch)
        : LocalSystem.start(options);
  }

  private Optional<Debugging> debugging() {
    return debug.map(
        first ->
            new Debugging(
                first, Restaurant.SYSTEM.functions().stream().map(FunctionSpec::name).toList()));
  }

  private Optional<Watch> watching(LocalSystem system) throws IOException {
    if (watch.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        watch.get().toString().isEmpty()
            ? Watch.start(system::deploy, System.out)
            : Watch.start(watch.get(), system::deploy, System.out));
  }

  private int smoke(Smoke smoke) {
    return (readOnly ? smoke.look() : smoke.walk(yes)) ? 0 : 1;
  }

  /** Waits for Ctrl-C, or for a part to die. */
  private static int untilStopped(LocalSystem system, CountDownLatch stopped)
      throws InterruptedException {
    while (!stopped.await(500, TimeUnit.MILLISECONDS)) {
      var failure = system.failure();
      if (failure.isPresent() && stopped.getCount() > 0) {
        System.err.println(failure.get());
        System.err.flush();
        // What else is cut short while it stops would hide why.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        return 1;
      }
    }
    return 0;
  }

  private static void stop(LocalSystem system, CountDownLatch stopped) {
    stopped.countDown();
    try {
      system.close();
    } catch (StartFailed e) {
      ERRORS.println(e.getMessage());
    } catch (Exception e) {
      ERRORS.println("Did not stop cleanly: " + e);
    }
  }
}
