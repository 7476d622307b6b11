package restaurant.ops.refusals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.processes.ChildProcess;
import dev.eventfold.emulators.processes.JavaProgram;
import dev.eventfold.events.Ids;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import restaurant.ops.Ops;
import restaurant.system.Restaurant;

/** Why an order was refused yesterday. */
class RefusedCommandsTest {

  private static final String FUNCTIONS =
      Restaurant.SYSTEM.functions().stream()
          .map(function -> "\"" + function.name() + "\"")
          .collect(Collectors.joining(" OR ", "resource.labels.service_name=(", ")"));

  private static final int SECONDS = 120;

  private static final String ANN = Ids.caller("ann");
  private static final String BOB = Ids.caller("bob");

  /** The newest last, as a log at home has them. */
  private static final List<String> ENTRIES =
      List.of(
          entry("2026-11-21T18:00:00Z", ANN, "placeOrder", "order-1", "/problems/conflict"),
          entry("2026-11-22T18:00:00Z", ANN, "cancelOrder", "order-1", "/problems/conflict"),
          "{\"timestamp\":\"2026-11-22T18:00:01Z\",\"jsonPayload\":{\"message\":\"POST / 202\"}}",
          entry("2026-11-22T19:00:00Z", BOB, "placeOrder", "order-2", "/problems/conflict"));

  private static String entry(
      String time, String caller, String type, String order, String problem) {
    return """
        {"timestamp":"%s","jsonPayload":{"message":"POST /orders/commands 409","refusal":
        {"service":"orders","caller":"%s","commandType":"%s","aggregateId":"%s","problem":"%s",
        "broken":[{"field":"payload.a","rule":"One."},{"field":"","rule":"Two."}]}}}"""
        .formatted(time, caller, type, order, problem)
        .replace("\n", "");
  }

  @TempDir Path folder;

  /** How a tool ended, and what it printed. */
  private record Ran(int status, String output) {

    List<String> refusals() {
      return output.lines().filter(line -> line.startsWith("2026-")).toList();
    }
  }

  private static Ran run(Map<String, String> environment, String... arguments) throws Exception {
    var program =
        new JavaProgram(
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            JavaProgram.classPathOf(Ops.class),
            Ops.class.getName(),
            List.of(arguments));
    // What a shell may have set for others.
    var all = new HashMap<>(Map.of("FIRESTORE_EMULATOR_HOST", "", "LOG_FILE", ""));
    all.putAll(environment);
    try (var ops = ChildProcess.start("ops", program, all)) {
      assertTrue(ops.process().waitFor(SECONDS, TimeUnit.SECONDS), "ops does not end");
      return new Ran(ops.process().exitValue(), Files.readString(ops.output()));
    }
  }

  private Ran atHome(String... arguments) throws Exception {
    var log = Files.write(folder.resolve("log"), ENTRIES);
    return run(Map.of("LOG_FILE", log.toString()), arguments);
  }

  @Test
  void aLocalRunsLogSaysWhatWasRefusedToWhomAndWhy() throws Exception {
    var ran = atHome("refusals", "order-1", "--since=2026-11-22T00:00:00Z");
    assertEquals(0, ran.status(), ran.output());
    assertEquals(
        List.of(
            "2026-11-22T18:00:00Z  orders cancelOrder on order-1 by %s  /problems/conflict: payload.a: One. Two."
                .formatted(ANN)),
        ran.refusals());
    assertTrue(ran.output().contains("1 refused commands since"), ran.output());
  }

  @Test
  void aCallerIsFoundByTheSubjectAndByTheId() throws Exception {
    var bySubject = atHome("refusals", "--caller=ann", "--since=2026-01-01T00:00:00Z");
    assertEquals(2, bySubject.refusals().size(), bySubject.output());
    var byId = atHome("refusals", "--caller=" + ANN, "--since=2026-01-01T00:00:00Z");
    assertEquals(bySubject.refusals(), byId.refusals());
  }

  @Test
  void aRunThatHasEndedHasNoLogAnyMore() throws Exception {
    var ran = run(Map.of("LOG_FILE", folder.resolve("gone").toString()), "refusals");
    assertEquals(2, ran.status());
    assertTrue(ran.output().contains("which can't be read."), ran.output());
  }

  @Test
  void anEmulatorIsNotAskedForALog() throws Exception {
    var ran = run(Map.of("FIRESTORE_EMULATOR_HOST", "localhost:1"), "refusals", "--project=demo");
    assertEquals(2, ran.status());
    assertTrue(ran.output().contains("LOG_FILE must name that of the local run"), ran.output());
  }

  @Test
  void whereThereIsNoGcloudTheCommandIsThereToBeRunElsewhere() throws Exception {
    var nowhere = Map.of("PATH", folder.toString());
    var ran = run(nowhere, "refusals", "it's", "--project=demo", "--since=2026-11-22T00:00:00Z");
    assertEquals(1, ran.status());
    assertTrue(
        ran.output()
            .startsWith(
                "gcloud logging read 'resource.type=\"cloud_run_revision\" AND "
                    + FUNCTIONS
                    + " AND jsonPayload.refusal.problem:* AND timestamp>=\"2026-11-22T00:00:00Z\""
                    + " AND (jsonPayload.refusal.aggregateId=\"it'\\''s\")'"
                    + " --project=demo --order=desc --limit=1000 --format=json\n"),
        ran.output());
    assertTrue(ran.output().contains("Cloud Shell"), ran.output());
  }

  /** By the real gcloud, whose calls go to a stand-in of Cloud Logging. */
  @Test
  @Needs(Needs.Tool.GCLOUD)
  void theCloudIsAskedByGcloud() throws Exception {
    Queue<JsonNode> asked = new ConcurrentLinkedQueue<>();
    var newestFirst =
        String.join(",", ENTRIES.reversed().stream().filter(it -> it.contains("refusal")).toList());
    var google = cloudLogging(200, "{\"entries\":[" + newestFirst + "]}", asked);
    try {
      var ran =
          run(
              gcloud(google.getAddress().getPort()),
              "refusals",
              "--project=demo",
              "--caller=a\"n\\n",
              "--since=2026-11-21T00:00:00Z");
      assertEquals(0, ran.status(), ran.output());
      assertEquals(
          List.of("placeOrder on order-1", "cancelOrder on order-1", "placeOrder on order-2"),
          ran.refusals().stream()
              .map(line -> line.replaceAll(".* orders (.*) by .*", "$1"))
              .toList());
      assertEquals("timestamp desc", asked.element().path("orderBy").asText());
      assertEquals("projects/demo", asked.element().at("/resourceNames/0").asText());
      assertEquals(
          "resource.type=\"cloud_run_revision\" AND "
              + FUNCTIONS
              + " AND jsonPayload.refusal.problem:*"
              + " AND timestamp>=\"2026-11-21T00:00:00Z\""
              + " AND (jsonPayload.refusal.caller=\"a\\\"n\\\\n\""
              + " OR jsonPayload.refusal.caller=\"%s\")".formatted(Ids.caller("a\"n\\n")),
          asked.element().path("filter").asText());
    } finally {
      google.stop(0);
    }
  }

  @Test
  @Needs(Needs.Tool.GCLOUD)
  void whatGcloudSaysWhereItFailsIsPassedOn() throws Exception {
    var denied = "{\"error\":{\"code\":403,\"message\":\"not a viewer\"}}";
    var google = cloudLogging(403, denied, new ConcurrentLinkedQueue<>());
    try {
      var ran = run(gcloud(google.getAddress().getPort()), "refusals", "--project=demo");
      assertEquals(1, ran.status(), ran.output());
      assertTrue(ran.output().contains("not a viewer"), ran.output());
      assertFalse(ran.output().contains("\tat "), ran.output());
    } finally {
      google.stop(0);
    }
  }

  private static HttpServer cloudLogging(int status, String answer, Queue<JsonNode> asked)
      throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v2/entries:list",
        exchange -> {
          try (exchange) {
            asked.add(
                Json.parse(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    return server;
  }

  private Map<String, String> gcloud(int port) throws IOException {
    return Map.of(
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_LOGGING",
        "http://127.0.0.1:" + port + "/",
        "CLOUDSDK_CONFIG",
        folder.resolve("config").toString(),
        "CLOUDSDK_AUTH_DISABLE_CREDENTIALS",
        "true",
        "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE",
        Files.writeString(folder.resolve("token"), "token").toString(),
        "CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK",
        "true",
        "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING",
        "true");
  }
}
