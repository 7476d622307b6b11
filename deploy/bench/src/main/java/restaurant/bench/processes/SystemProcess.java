package restaurant.bench.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.emulators.Emulators;
import dev.eventfold.emulators.processes.ChildProcess;
import dev.eventfold.emulators.processes.JavaProgram;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import restaurant.bench.load.Requests;
import restaurant.local.platform.Platform;

/** A {@link SystemProgram} that runs. */
public final class SystemProcess implements AutoCloseable {

  /** As the functions are deployed; stacks are deep. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx1500m",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:FlightRecorderOptions=stackdepth=256",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final int LOOKED_FOR_AT_ONCE = 100;
  private static final long PATIENCE_SECONDS = 120;

  private final ChildProcess process;
  private final JsonNode ready;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Optional<QueryStore> views;

  private SystemProcess(ChildProcess process, JsonNode ready) {
    this.process = process;
    this.ready = ready;
    this.views =
        setting("FIRESTORE_EMULATOR_HOST").map(host -> new GoogleBackend(clients()).queryStore());
  }

  /** The emulators that this machine has, for systems. */
  public static Platform.Choice emulators() {
    return Emulators.isSdkHere() ? Platform.Choice.SDK : Platform.Choice.DOCKER;
  }

  /** Returns once everything answers. */
  public static SystemProcess start(Platform.Choice platform, boolean traced) throws IOException {
    var process =
        ChildProcess.start(
            "the system",
            new JavaProgram(
                FLAGS,
                System.getProperty("java.class.path"),
                SystemProgram.class.getName(),
                List.of(platform.name(), Boolean.toString(traced))),
            Map.of());
    boolean started = false;
    try {
      var system = new SystemProcess(process, Ready.await(process));
      started = true;
      return system;
    } finally {
      if (!started) {
        process.close();
      }
    }
  }

  public ProcessHandle process() {
    return process.process().toHandle();
  }

  private Optional<String> setting(String name) {
    return Optional.ofNullable(ready.path("settings").path(name).textValue());
  }

  /** Of its stores, where it runs on emulators. */
  public Clients clients() {
    return new Clients(
        ready.path("project").asText(),
        "",
        Clients.eventStoreDatabaseSet(""),
        setting("FIRESTORE_EMULATOR_HOST"),
        setting("PUBSUB_EMULATOR_HOST"),
        List.of());
  }

  public URI function(String name) {
    return URI.create("http://127.0.0.1:" + ready.path("functions").path(name).asInt());
  }

  /** To a function, past the gateway, which is not what is deployed. */
  public Requests requests(String function) {
    return Requests.toFunction(function(function), ready.path("caller").asText());
  }

  /** Returns once all of them are there; after how many seconds. */
  public double awaitViews(List<Wanted> wanted) throws IOException {
    long start = System.nanoTime();
    var pending = new ArrayList<>(wanted);
    while (!pending.isEmpty()) {
      var some = pending.subList(0, Math.min(LOOKED_FOR_AT_ONCE, pending.size()));
      var missing = missing(List.copyOf(some));
      some.clear();
      pending.addAll(0, missing);
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new IllegalStateException(pending.size() + " never came: " + pending.getFirst());
      }
      if (!missing.isEmpty()) {
        // To look is work for the store, too.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private List<Wanted> missing(List<Wanted> wanted) throws IOException {
    if (views.isPresent()) {
      return Wanted.missing(views.get(), wanted);
    }
    var lines = wanted.stream().map(Wanted::line).collect(Collectors.joining("\n"));
    return ask("missing", lines).lines().map(Wanted::parse).toList();
  }

  /** Begins to take samples of what it does. */
  public void record() throws IOException {
    ask("record", "");
  }

  /** Where what was recorded is. */
  public Path dump() throws IOException {
    return Path.of(ask("dump", ""));
  }

  /** In MiB, after a collection. */
  public double usedHeap() throws IOException {
    return Long.parseLong(ask("heap", "")) / 1024.0 / 1024.0;
  }

  private String ask(String what, String body) throws IOException {
    var uri = "http://127.0.0.1:%d/%s".formatted(ready.path("control").asInt(), what);
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(uri)).POST(BodyPublishers.ofString(body)).build(),
              BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(what + ": " + answer.body());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    process.close();
  }
}
