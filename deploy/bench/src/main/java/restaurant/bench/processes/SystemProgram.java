package restaurant.bench.processes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.eventfold.gcp.Backend;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import restaurant.local.LocalSystem;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

/**
 * The whole system in a process of its own, whose processor time is the system's alone: the
 * functions, and what stands in for Google's triggers and pushes.
 */
final class SystemProgram {

  private final LocalSystem system;
  private Recording recording;

  private SystemProgram(LocalSystem system) {
    this.system = system;
  }

  /**
   * @param arguments the platform, and whether functions make spans
   */
  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    var choice = Platform.Choice.valueOf(arguments[0]);
    var traced = Boolean.parseBoolean(arguments[1]);
    var system =
        LocalSystem.start(
            new LocalSystem.Options(
                choice, 0, false, Deliveries.Manner.GOOD, Optional.empty(), traced));
    Runtime.getRuntime().addShutdownHook(new Thread(system::close));
    new SystemProgram(system).serve();
    new CountDownLatch(1).await();
  }

  private void serve() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/missing", exchange -> answer(exchange, this::missing));
    server.createContext("/record", exchange -> answer(exchange, this::record));
    server.createContext("/dump", exchange -> answer(exchange, this::dump));
    server.createContext("/heap", exchange -> answer(exchange, body -> heap()));
    server.start();
    var ready = Json.TOLERANT.createObjectNode();
    ready.put("control", server.getAddress().getPort());
    ready.put("gateway", system.uri().toString());
    ready.put("caller", system.caller().text());
    ready.put("project", system.project());
    system.platform().settings().forEach(ready.putObject("settings")::put);
    var functions = ready.putObject("functions");
    system.functions().forEach(it -> functions.put(it.row().name(), it.port()));
    Ready.say(ready);
  }

  /** What a request asks for. */
  private interface Asked {
    String answer(String body) throws Exception;
  }

  private static void answer(HttpExchange exchange, Asked asked) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      byte[] answer;
      int status = 200;
      try {
        answer = asked.answer(body).getBytes(StandardCharsets.UTF_8);
      } catch (Exception e) {
        answer = e.toString().getBytes(StandardCharsets.UTF_8);
        status = 500;
      }
      exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** Those of the documents, a line each, that are not there yet: what is in memory. */
  private String missing(String body) {
    var wanted = body.lines().map(Wanted::parse).toList();
    return Wanted.missing(Backend.current().queryStore(), wanted).stream()
        .map(Wanted::line)
        .collect(Collectors.joining("\n"));
  }

  /** Begins to take samples: of processor time where the virtual machine has those. */
  private String record(String body) {
    recording = new Recording();
    if (Runtime.version().feature() >= 25) {
      recording.enable("jdk.CPUTimeSample").with("throttle", "1ms").withStackTrace();
    } else {
      recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1)).withStackTrace();
    }
    recording.start();
    return "";
  }

  private String dump(String body) throws IOException {
    var file = Files.createTempFile("bench-", ".jfr");
    recording.stop();
    recording.dump(file);
    recording.close();
    return file.toString();
  }

  /** Bytes of objects that are in use. */
  private static String heap() {
    System.gc();
    return Long.toString(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }
}
