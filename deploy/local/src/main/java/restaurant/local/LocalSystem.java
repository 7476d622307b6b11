package restaurant.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.emulators.Ports;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.http.Cors;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import restaurant.local.bank.Bank;
import restaurant.local.console.Console;
import restaurant.local.functions.Clock;
import restaurant.local.functions.FunctionBackends;
import restaurant.local.functions.Launcher;
import restaurant.local.functions.Restarts;
import restaurant.local.functions.RunningFunction;
import restaurant.local.functions.Secret;
import restaurant.local.functions.StartFailed;
import restaurant.local.gateway.Gateway;
import restaurant.local.gateway.OpenApi;
import restaurant.local.gateway.Tokens;
import restaurant.local.gateway.Traces;
import restaurant.local.platform.DataFolder;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;
import restaurant.system.Restaurant;

/** The whole system on this machine: platform, functions, gateway. Closing stops all of it. */
public final class LocalSystem implements AutoCloseable {

  /** The emulators take any; "demo-" says that it is no real one. */
  public static final String PROJECT = "demo-restaurant";

  /** One that nobody has used: emulators may be somebody's, with what is theirs. */
  public static String newProject() {
    return PROJECT + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static final int SECONDS_TO_START = 90;

  /** As long as the platform waits for a function. */
  private static final Duration CLOCK_PATIENCE = Duration.ofSeconds(60);

  /** In the cloud, the clock rings every five minutes. */
  private static final Duration RECONCILE_EVERY = Duration.ofSeconds(60);

  /** In the cloud, once a minute. */
  private static final Duration TICK_EVERY = Duration.ofSeconds(2);

  private static final Duration BILL_EVERY = Duration.ofSeconds(1);

  private static final int LOOK_EVERY_MILLIS = 200;

  /**
   * How to start.
   *
   * @param port the gateway's; 0 for any that is free
   * @param isolate one process a function
   * @param deliveries how bad they are made, and how often they are tried
   * @param tokens what every request must carry one of; empty where everybody may do everything
   * @param traced whether functions say what they do, for {@link Traces}
   * @param project whose emulated stores and topics it uses
   * @param bank who charges guests; nobody does where it is empty, and orders wait for it
   * @param data the folder that keeps what is in the emulators from one run to the next
   */
  public record Options(
      Platform.Choice platform,
      int port,
      boolean isolate,
      Deliveries.Manner deliveries,
      Optional<Tokens> tokens,
      boolean traced,
      String project,
      Optional<Bank.Manner> bank,
      Optional<Path> data) {

    /** Without a bank. */
    public Options(
        Platform.Choice platform,
        int port,
        boolean isolate,
        Deliveries.Manner deliveries,
        Optional<Tokens> tokens,
        boolean traced,
        String project) {
      this(
          platform,
          port,
          isolate,
          deliveries,
          tokens,
          traced,
          project,
          Optional.empty(),
          Optional.empty());
    }

    /** The same with a bank. */
    public Options with(Bank.Manner manner) {
      return new Options(
          platform, port, isolate, deliveries, tokens, traced, project, Optional.of(manner), data);
    }

    /** The same with data that stays. */
    public Options keeping(Optional<Path> data) {
      return new Options(platform, port, isolate, deliveries, tokens, traced, project, bank, data);
    }

    /** In a project that nobody has used. */
    public Options(
        Platform.Choice platform,
        int port,
        boolean isolate,
        Deliveries.Manner deliveries,
        Optional<Tokens> tokens,
        boolean traced) {
      this(platform, port, isolate, deliveries, tokens, traced, newProject());
    }

    public Options(
        Platform.Choice platform,
        int port,
        boolean isolate,
        Deliveries.Manner deliveries,
        Optional<Tokens> tokens) {
      this(platform, port, isolate, deliveries, tokens, false);
    }

    public Options(
        Platform.Choice platform, int port, boolean isolate, Deliveries.Manner deliveries) {
      this(platform, port, isolate, deliveries, Optional.empty());
    }

    public Options(Platform.Choice platform, int port, boolean isolate) {
      this(platform, port, isolate, Deliveries.Manner.GOOD);
    }
  }

  private final List<Runnable> stops = new ArrayList<>();
  private final Map<String, RunningFunction> functions = new ConcurrentHashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private final Secret caller = Secret.random();
  private final Console console = new Console();

  /** Those that are down because somebody here wants it so, or is starting them again. */
  private final Set<String> down = ConcurrentHashMap.newKeySet();

  private final Restarts restarts = new Restarts();
  private final String project;
  private final boolean isolate;
  private final Launcher launcher;
  private final boolean isOpenToAll;
  private final boolean isTraced;
  private final Path log;
  private final Platform platform;
  private final Gateway gateway;
  private Optional<Bank> bank = Optional.empty();
  private Optional<Runnable> bill = Optional.empty();
  private volatile Optional<String> givenUp = Optional.empty();
  private volatile boolean closed;

  private LocalSystem(Options options, Launcher launcher) throws Exception {
    boolean started = false;
    project = options.project();
    isolate = options.isolate();
    this.launcher = launcher;
    isOpenToAll = options.tokens().isEmpty();
    isTraced = options.traced();
    try {
      // First, because it is cheap and fails the most: the port.
      gateway =
          Gateway.start(options.port(), api(), options.tokens(), caller, this::address, console);
      stops.addFirst(gateway::close);
      log = newLog();
      stops.addFirst(() -> log.toFile().delete());
      var data = options.data().map(folder -> DataFolder.open(folder, project));
      data.ifPresent(folder -> stops.addFirst(folder::close));
      platform = Platform.start(options.platform(), project, options.deliveries(), data);
      platform.deliveries().crashWith(this::crash);
      platform.deliveries().callWith(caller);
      console.watch(platform);
      if (!isolate) {
        bill = platform.meter().map(meter -> console.showBill(meter::bill));
      }
      stops.addFirst(platform::close);
      if (options.isolate() && !platform.isShared()) {
        throw new StartFailed(
            "--isolate needs emulators: what is in memory can't be shared between processes.");
      }
      if (options.bank().isPresent()) {
        var opened = new Bank(options.bank().get());
        stops.addFirst(opened::close);
        bank = Optional.of(opened);
      }
      startFunctions();
      startClock();
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /**
   * Returns once everything answers.
   *
   * @throws StartFailed with one line that says why not
   * @throws dev.eventfold.emulators.EmulatorsUnavailable with one line that says why not
   */
  public static LocalSystem start(Options options) throws Exception {
    return start(
        options,
        options.isolate()
            ? RunningFunction::inItsOwnProcess
            : (row, port, settings) -> RunningFunction.inThisProcess(row, port));
  }

  /**
   * The same, whose functions somebody else starts.
   *
   * @param launcher of processes, with {@code isolate}
   */
  public static LocalSystem start(Options options, Launcher launcher) throws Exception {
    return new LocalSystem(options, launcher);
  }

  private static Path newLog() throws IOException {
    var log = Files.createTempFile("restaurant-", ".log");
    log.toFile().deleteOnExit();
    return log;
  }

  private void startFunctions() throws Exception {
    settings.putAll(platform.settings());
    settings.put("GOOGLE_CLOUD_PROJECT", project);
    settings.put("LOG_SEVERITY", "ERROR");
    settings.put("LOG_FILE", log.toString());
    settings.put("PAGE_TOKEN_KEY", UUID.randomUUID().toString());
    settings.put("EVENTFOLD_AUTH", isOpenToAll ? "off" : "on");
    settings.put("CALLER_TOKEN", caller.text());
    if (isTraced) {
      // To somebody's own collector, if there is one.
      settings.put(
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          Settings.get("OTEL_EXPORTER_OTLP_ENDPOINT").orElse(gateway.uri() + Traces.PATH));
    }
    bank.map(Bank::settings).ifPresent(settings::putAll);
    // A run is an environment of its own, whatever the shell has.
    settings.put(Clients.ENVIRONMENT, "");
    for (var setting : List.of("RECONCILER_GRACE", Cors.SETTING, Clients.EVENT_STORE_DATABASE)) {
      Settings.get(setting).ifPresent(value -> settings.put(setting, value));
    }
    if (!isolate) {
      var backend = FunctionBackends.add(platform::functionBackend);
      stops.addFirst(() -> FunctionBackends.remove(backend));
      settings.put(FunctionBackends.SETTING, backend);
      setProperties();
    }
    stops.addFirst(() -> functions.values().forEach(RunningFunction::close));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting =
          Restaurant.SYSTEM.functions().stream()
              .<Callable<RunningFunction>>map(row -> () -> launch(row, isolate ? Ports.free() : 0))
              .map(threads::submit)
              .toList();
      for (var function : starting) {
        function.get();
      }
    } catch (ExecutionException e) {
      throw new StartFailed("A function did not start: " + e.getCause(), e.getCause());
    }
    for (var function : functions.values()) {
      awaitUp(function);
    }
    reconnect();
  }

  /** Functions in this process take their settings from system properties, while they run. */
  private void setProperties() {
    settings.forEach(
        (setting, value) -> {
          var name = setting.toLowerCase(Locale.ROOT).replace('_', '.');
          var before = Optional.ofNullable(System.setProperty(name, value));
          stops.addFirst(
              () ->
                  before.ifPresentOrElse(
                      it -> System.setProperty(name, it), () -> System.clearProperty(name)));
        });
  }

  /** Has every function called for what it is there for, as far as that is not so already. */
  public void reconnect() {
    functions.values().forEach(function -> platform.connect(function.row(), function.uri()));
  }

  private void startClock() {
    var clock = new Clock();
    stops.addFirst(clock::close);
    clock.ring(RECONCILE_EVERY, this::reconcile);
    clock.ring(TICK_EVERY, this::tick);
    bill.ifPresent(it -> clock.ring(BILL_EVERY, it));
    var watch = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    stops.addFirst(watch::shutdownNow);
    watch.scheduleWithFixedDelay(
        this::reviveTheDead, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * What the clock does now and then.
   *
   * @return how many events the reconcilers had to apply
   */
  public int reconcile() {
    return call(FunctionKind.RECONCILER)
        .flatMap(answer -> answer.path("views").valueStream())
        .mapToInt(this::repaired)
        .sum();
  }

  private int repaired(JsonNode view) {
    int events = view.path("repaired").asInt();
    if (events > 0) {
      console.pipeline().repaired(view.path("view").asText(), view.path("source").asText(), events);
    }
    return events;
  }

  /**
   * What the clock does each minute in the cloud, and more often here.
   *
   * @return how much had come due
   */
  public int tick() {
    return call(FunctionKind.TIMER)
        .mapToInt(answer -> answer.path("due").asInt() + answer.path("asked").asInt())
        .sum();
  }

  /** The answers of all functions of a kind that the clock calls. */
  private Stream<JsonNode> call(FunctionKind kind) {
    try (var http = HttpClient.newHttpClient()) {
      return Restaurant.SYSTEM.functions().stream()
          .filter(row -> row.kind() == kind)
          .flatMap(row -> call(http, functions.get(row.name()).uri()).stream())
          .toList()
          .stream();
    }
  }

  private Optional<JsonNode> call(HttpClient http, URI function) {
    var request =
        HttpRequest.newBuilder(function)
            .header("Authorization", caller.bearer())
            .timeout(CLOCK_PATIENCE)
            .POST(BodyPublishers.noBody())
            .build();
    try {
      return Optional.of(Json.parse(http.send(request, BodyHandlers.ofString()).body()));
    } catch (IOException e) {
      // The clock rings again.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Who charges guests, if anybody does. */
  public Optional<Bank> bank() {
    return bank;
  }

  /** Another version of a function in the place of the one that runs. */
  public void deploy(String name, Class<?> entryPoint) throws Exception {
    var old = functions.get(name).row();
    deploy(new FunctionSpec(old.service(), old.name(), old.kind(), entryPoint, old.topic()));
  }

  /**
   * The same; where it does not start, the one of before is started again.
   *
   * @throws Exception it does not start
   */
  public void deploy(FunctionSpec row) throws Exception {
    var old = functions.get(row.name());
    kill(row.name());
    old.close();
    try {
      awaitUp(launch(row, old.port()));
    } catch (Exception e) {
      functions.get(row.name()).close();
      awaitUp(launch(old.row(), old.port()));
      throw e;
    } finally {
      down.remove(row.name());
    }
  }

  private RunningFunction launch(FunctionSpec row, int port) throws Exception {
    var function = launcher.launch(row, port, settings);
    functions.put(row.name(), function);
    if (closed) {
      function.close();
    }
    return function;
  }

  /** As the platform would: a function whose process has died is started again. */
  private void reviveTheDead() {
    functions.forEach(
        (name, function) ->
            function
                .failure()
                .filter(why -> down.add(name))
                .ifPresent(why -> Thread.startVirtualThread(() -> revive(name, why))));
  }

  private void revive(String name, String why) {
    if (!restarts.allowAfterDeath(name, Instant.now())) {
      givenUp = Optional.of(why + " (it keeps dying, and is not started again)");
      return;
    }
    System.err.println(why + " (it is started again)");
    try {
      restart(name);
    } catch (Exception e) {
      // It has died again, which is seen as this death was.
      down.remove(name);
    }
  }

  private void awaitUp(RunningFunction function) throws InterruptedException {
    long end = System.nanoTime() + SECONDS_TO_START * 1_000_000_000L;
    while (!function.isUp()) {
      function
          .failure()
          .ifPresent(
              why -> {
                throw new StartFailed(why);
              });
      if (System.nanoTime() > end) {
        throw new StartFailed(function.row().name() + " did not start.");
      }
      Thread.sleep(20);
    }
    restarts.up(function.row().name(), Instant.now());
  }

  /** Kills the function at an address and starts it again, unless that is happening already. */
  private void crash(URI address) {
    functions.values().stream()
        .filter(function -> function.port() == address.getPort())
        .map(function -> function.row().name())
        .findFirst()
        .ifPresent(this::crash);
  }

  /** False when it is being restarted already. */
  public boolean crash(String name) {
    if (!down.add(name)) {
      return false;
    }
    try {
      kill(name);
      restart(name);
      return true;
    } catch (Exception e) {
      throw new IllegalStateException(name + " did not start again", e);
    }
  }

  /**
   * Ends a function as a crash would, until it is started again. What is sent to it meanwhile is
   * not answered.
   */
  public void kill(String name) {
    down.add(name);
    functions.get(name).kill();
  }

  /** Starts a function that was killed: a new instance, where the old one was. */
  public void restart(String name) throws Exception {
    var dead = functions.get(name);
    var port = dead.port();
    dead.close();
    awaitUp(launch(dead.row(), port));
    down.remove(name);
  }

  /** As the deployment renders the document. */
  private static OpenApi api() {
    try {
      var api = OpenApi.load();
      return Cors.fromSettings().isOn() ? api.withPreflights() : api;
    } catch (IllegalArgumentException e) {
      throw new StartFailed(e.getMessage(), e);
    }
  }

  private Optional<URI> address(String function) {
    return Optional.ofNullable(functions.get(function)).map(RunningFunction::uri);
  }

  public URI uri() {
    return gateway.uri();
  }

  /** What functions know their callers by. */
  public Secret caller() {
    return caller;
  }

  public String project() {
    return project;
  }

  /** Where every function writes what Cloud Logging would keep; gone with the system. */
  public Path log() {
    return log;
  }

  public Platform platform() {
    return platform;
  }

  /** In the order in which the system names them. */
  public List<RunningFunction> functions() {
    return Restaurant.SYSTEM.functions().stream().map(row -> functions.get(row.name())).toList();
  }

  /** Why a part does not work any more; empty while all do. */
  public Optional<String> failure() {
    return givenUp.or(platform::failure);
  }

  /**
   * @throws RuntimeException that something did not stop as it should; all else has been stopped
   */
  @Override
  public void close() {
    closed = true;
    stop();
  }

  /** Also when the process is ending, and two threads stop it. */
  private synchronized void stop() {
    var failures = new ArrayList<RuntimeException>();
    for (var stop : stops) {
      try {
        stop.run();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    stops.clear();
    failures.stream()
        .findFirst()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }
}
