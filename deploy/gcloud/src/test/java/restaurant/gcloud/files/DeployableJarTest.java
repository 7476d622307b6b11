package restaurant.gcloud.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eventfold.emulators.ChildProcess;
import dev.eventfold.emulators.JavaProgram;
import dev.eventfold.emulators.Ports;
import dev.eventfold.emulators.SharedEmulators;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import restaurant.gcloud.FunctionTable;

/** The jars that deploy uploads, started as Google's buildpack starts them. */
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

  @ParameterizedTest
  @MethodSource("functions")
  void startsAndAnswers(FunctionTable.Function function) throws Exception {
    int port = Ports.free();
    try (var process = start(function, port)) {
      awaitUp(process, port);
      var answer = answer(function, port, "Bearer " + VERIFIED);
      var expected =
          switch (function.kind()) {
            case "queries", "reconciler" -> 200;
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
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            invoker(),
            "com.google.cloud.functions.invoker.runner.Invoker",
            List.of(
                "--classpath",
                jar(function.service()).toString(),
                "--target",
                function.target(),
                "--port",
                Integer.toString(port)));
    var environment =
        Map.of(
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

  /** The framework's own jar, with which no class of the functions is on the class path. */
  private static String invoker() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .filter(entry -> entry.contains("java-function-invoker"))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitUp(ChildProcess process, int port) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Ports.isOpen("127.0.0.1:" + port)) {
      assertTrue(process.failure().isEmpty(), () -> process.failure().orElseThrow());
      assertTrue(System.nanoTime() < end, "nothing answers at port " + port);
      Thread.onSpinWait();
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
