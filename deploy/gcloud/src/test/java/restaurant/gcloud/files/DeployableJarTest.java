package restaurant.gcloud.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eventfold.emulators.Ports;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.emulators.processes.ChildProcess;
import dev.eventfold.emulators.processes.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import restaurant.gcloud.FunctionTable;

/**
 * The jars that deploy uploads, started as Google's buildpack starts them: {@code java -jar} with
 * the Functions Framework, told by the environment what to serve and where, with the flags and the
 * memory that {@code config.env} gives them.
 *
 * @see <a href="https://github.com/GoogleCloudPlatform/buildpacks">cmd/java/functions_framework,
 *     lib/lib.go and launch.sh</a>
 */
class DeployableJarTest {

  private static final Path FUNCTIONS = Path.of("../../functions");
  private static final Path OPENAPI = Path.of("../openapi.yaml");

  /** What API Gateway says of a token that it has verified. */
  private static final String STAFF = base64("{\"sub\":\"cook\",\"role\":\"staff\"}");

  private static final String CALLER = "restaurant-caller@jar-test.iam.gserviceaccount.com";
  private static final String AUDIENCE = "https://function.test";

  /** As Cloud Run hands on what it has verified. */
  private static final String VERIFIED = token(CALLER, AUDIENCE, "SIGNATURE_REMOVED_BY_GOOGLE");

  /** What is refused, though it may say that it is staff: callers that the function is not for. */
  private static final Map<String, Integer> STRANGERS =
      Map.of(
          "",
          401,
          "Bearer "
              + token(
                  "other@jar-test.iam.gserviceaccount.com",
                  AUDIENCE,
                  "SIGNATURE_REMOVED_BY_GOOGLE"),
          403,
          "Bearer " + token(CALLER, "https://other.test", "SIGNATURE_REMOVED_BY_GOOGLE"),
          403,
          "Bearer " + token(CALLER, AUDIENCE, "c2lnbmF0dXJl"),
          401);

  private static String token(String account, String audience, String signature) {
    var claims =
        "{\"iss\":\"https://accounts.google.com\",\"email\":\"%s\",\"email_verified\":true,"
            + "\"aud\":\"%s\",\"exp\":%d}";
    var payload =
        claims.formatted(account, audience, Instant.now().plusSeconds(3600).getEpochSecond());
    return "%s.%s.%s"
        .formatted(base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}"), base64(payload), signature);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Where {@code mvn verify} has put it. */
  private static Path jar(String service) {
    return FUNCTIONS.resolve(service).resolve("target/deployable").resolve(service + ".jar");
  }

  static List<FunctionTable.Function> functions() {
    return FunctionTable.read();
  }

  @Test
  void theFolderOfAServiceHoldsItsJarAndNothingElse() {
    for (var service : functions().stream().map(FunctionTable.Function::service).toList()) {
      assertEquals(List.of(service + ".jar"), names(jar(service).getParent()));
    }
  }

  private static List<String> names(Path folder) {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What differs between functions of a kind is its jar, and each kind is of some service. */
  static Stream<FunctionTable.Function> oneOfEachKindAndService() {
    var seen = new HashSet<String>();
    return functions().stream().filter(it -> seen.add(it.kind()) | seen.add(it.service()));
  }

  static Stream<FunctionTable.Function> theOthers() {
    var tried = oneOfEachKindAndService().toList();
    return functions().stream().filter(it -> !tried.contains(it));
  }

  @Tag("campaign")
  @ParameterizedTest
  @MethodSource("theOthers")
  void theOthersDoAsWell(FunctionTable.Function function) throws Exception {
    startsAndAnswersItsCallerAlone(function);
  }

  @ParameterizedTest
  @MethodSource("oneOfEachKindAndService")
  void startsAndAnswersItsCallerAlone(FunctionTable.Function function) throws Exception {
    int port = Ports.free();
    try (var process = start(function, port)) {
      awaitUp(process, port);
      var answer = answer(function, port, "Bearer " + VERIFIED);
      var expected =
          switch (function.kind()) {
            case "queries", "reconciler", "timer" -> 200;
            // A trigger of no document, which the framework answers as any failure.
            case "publisher" -> 500;
            // An empty message or command: read, and refused.
            default -> 400;
          };
      assertEquals(expected, answer, Files.readString(process.output()));
      if (!function.kind().equals("publisher")) {
        for (var stranger : STRANGERS.entrySet()) {
          assertEquals(
              stranger.getValue(), answer(function, port, stranger.getKey()), stranger.getKey());
        }
      }
    }
  }

  private static ChildProcess start(FunctionTable.Function function, int port) {
    var program =
        new JavaProgram(
            List.of(),
            invoker(),
            "com.google.cloud.functions.invoker.runner.Invoker",
            List.of("--classpath", jar(function.service()).toString()));
    var environment =
        Map.of(
            "FUNCTION_TARGET",
            function.target(),
            "PORT",
            Integer.toString(port),
            "JAVA_TOOL_OPTIONS",
            setting("JVM_FLAGS") + likeTheInstance(),
            "CONCURRENCY",
            setting("CONCURRENCY"),
            "K_SERVICE",
            function.name(),
            "CALLER_ACCOUNT",
            CALLER,
            "CALLER_AUDIENCE",
            AUDIENCE,
            "GOOGLE_CLOUD_PROJECT",
            SharedEmulators.newProject(),
            "FIRESTORE_EMULATOR_HOST",
            SharedEmulators.get().firestore(),
            "PUBSUB_EMULATOR_HOST",
            SharedEmulators.get().pubsub());
    return ChildProcess.start(function.name(), program, environment);
  }

  /** What Java would find in a container of that size: no other machine is in sight. */
  private static String likeTheInstance() {
    return " -XX:MaxRAM=%dm -XX:ActiveProcessorCount=%s".formatted(memory(), setting("CPU"));
  }

  private static int memory() {
    return Integer.parseInt(setting("MEMORY").replaceFirst("Mi$", ""));
  }

  /** As a deployment reads it. */
  private static String setting(String name) {
    try {
      var shell =
          new ProcessBuilder("bash", "-c", ". ./config.env; printf %s \"${!1}\"", "bash", name)
              .start();
      return new String(shell.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The framework's own jar, with which no class of the functions is on the class path. */
  private static String invoker() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .filter(entry -> entry.contains("java-function-invoker"))
        .findFirst()
        .orElseThrow();
  }

  static List<FunctionTable.Function> functionsThatReadBodies() {
    return functions().stream()
        .filter(it -> List.of("menu-commands", "menu-items").contains(it.name()))
        .toList();
  }

  /** As many at once as an instance is given, each as large as is let in, over and over. */
  @EnabledOnOs(value = OS.LINUX, disabledReason = "/proc says how much memory it took")
  @ParameterizedTest
  @MethodSource("functionsThatReadBodies")
  void theLargestRequestsFitIntoItsMemory(FunctionTable.Function function) throws Exception {
    int port = Ports.free();
    int concurrency = Integer.parseInt(setting("CONCURRENCY"));
    var body = largest(function);
    try (var process = start(function, port);
        var http = HttpClient.newHttpClient()) {
      awaitUp(process, port);
      for (int round = 0; round < 20; round++) {
        var sent =
            IntStream.range(0, concurrency)
                .mapToObj(caller -> large(function, port, body, caller))
                .map(request -> http.sendAsync(request, BodyHandlers.ofString()))
                .toList();
        for (var answer : sent) {
          // Read, and found wanting: not too large (413), and not too many (429).
          assertEquals(400, answer.get().statusCode(), answer.get()::body);
        }
      }
      var peak = peakMebibytes(process.process().pid());
      System.out.println(function.name() + " took " + peak + " MiB at most");
      assertTrue(peak < memory(), peak + " MiB");
    }
  }

  /** Of empty objects: no other text of this length becomes as many objects of ours. */
  private static String largest(String start, String end) {
    int length = 256 * 1024;
    return start + ",{}".repeat((length - start.length() - end.length()) / 3) + end;
  }

  private static String largest(FunctionTable.Function function) {
    if (function.kind().equals("commands")) {
      return largest("{\"type\":\"addMenuItem\",\"payload\":[{}", "]}");
    }
    // An event has at most that, too. This one is read, and is of another service.
    return """
        {"message":{"attributes":{"ce-id":"1","ce-source":"/another","ce-subject":"a",
        "ce-sequence":"1","ce-type":"x","ce-schemaversion":"1","ce-time":"2026-01-31T12:00:00Z"},
        "data":"%s"}}
        """
        .formatted(Base64.getEncoder().encodeToString(largest("[{}", "]").getBytes(UTF_8)));
  }

  /** Each of another caller: one alone gets half of the places. */
  private static HttpRequest large(
      FunctionTable.Function function, int port, String body, int caller) {
    var path = function.kind().equals("commands") ? "/" + function.service() + "/commands" : "/";
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + VERIFIED)
        .header(
            "X-Apigateway-Api-Userinfo",
            base64("{\"sub\":\"cook%d\",\"role\":\"staff\"}".formatted(caller)))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static long peakMebibytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static void awaitUp(ChildProcess process, int port) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Ports.isOpen("127.0.0.1:" + port)) {
      assertTrue(process.failure().isEmpty(), () -> process.failure().orElseThrow());
      assertTrue(System.nanoTime() < end, "nothing answers at port " + port);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** The path of what needs nothing but to be asked. */
  private static String list(FunctionTable.Function function) throws IOException {
    return new YAMLMapper()
        .readTree(OPENAPI.toFile()).path("paths").properties().stream()
            .filter(path -> !path.getKey().contains("{"))
            .filter(path -> path.getValue().at("/get/x-function").asText().equals(function.name()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
  }

  private static int answer(FunctionTable.Function function, int port, String authorization)
      throws Exception {
    var path =
        switch (function.kind()) {
          case "commands" -> "/" + function.service() + "/commands";
          case "queries" -> list(function);
          default -> "/";
        };
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Authorization", authorization)
            .header("X-Apigateway-Api-Userinfo", STAFF);
    if (function.kind().equals("publisher")) {
      request
          .header("ce-id", "1")
          .header("ce-source", "//firestore.googleapis.com/projects/jar-test/databases/eventstore")
          .header("ce-specversion", "1.0")
          .header("ce-type", "google.cloud.firestore.document.v1.created")
          .header("ce-subject", "documents/menu-events/nothing");
    }
    var send =
        function.kind().equals("queries")
            ? request.GET().build()
            : request.POST(BodyPublishers.ofString("{}")).build();
    return HttpClient.newHttpClient().send(send, BodyHandlers.discarding()).statusCode();
  }
}
