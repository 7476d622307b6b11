package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.Ports;
import dev.eventfold.emulators.processes.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulators as everybody starts them: that Firestore is not told where to send triggers. */
@Needs({Needs.Tool.GCLOUD, Needs.Tool.SDK})
class GcloudEmulatorsTest {

  private static final long PATIENCE_SECONDS = 120;

  @TempDir private Path folder;

  private final List<Process> emulators = new ArrayList<>();
  private final String firestore = "127.0.0.1:" + Ports.free();
  private final String pubsub = "127.0.0.1:" + Ports.free();

  private void gcloud(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("gcloud"));
    command.addAll(Arrays.asList(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("gcloud-" + emulators.size()).toFile());
    builder.environment().put("CLOUDSDK_CONFIG", folder.resolve("config").toString());
    builder.environment().put("CLOUDSDK_CORE_DISABLE_PROMPTS", "1");
    emulators.add(builder.start());
  }

  @BeforeEach
  void startEmulators() throws Exception {
    gcloud("emulators", "firestore", "start", "--host-port=" + firestore);
    gcloud("beta", "emulators", "pubsub", "start", "--project=any", "--host-port=" + pubsub);
    await(() -> Ports.isOpen(firestore) && Ports.isOpen(pubsub));
  }

  @AfterEach
  void stopEmulators() {
    for (var emulator : emulators) {
      emulator.descendants().forEach(ProcessHandle::destroyForcibly);
      emulator.destroyForcibly();
    }
  }

  private static void await(BooleanSupplier condition) {
    Waiting.until(condition, () -> "it does not come", Duration.ofSeconds(PATIENCE_SECONDS));
  }

  private ChildProcess run(String... arguments) {
    return run("", arguments);
  }

  private ChildProcess run(String token, String[] arguments) {
    return Programs.start(
        Run.class,
        Map.of(
            "FIRESTORE_EMULATOR_HOST",
            firestore,
            "PUBSUB_EMULATOR_HOST",
            pubsub,
            "RESTAURANT_TOKEN",
            token),
        arguments);
  }

  private static String output(ChildProcess run) {
    try {
      return Files.readString(run.output());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void smoke(String token, String... arguments) throws Exception {
    try (var smoke = run(token, arguments)) {
      assertTrue(smoke.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
      assertEquals(0, smoke.process().exitValue(), () -> output(smoke));
    }
  }

  @Test
  void theSystemRunsOnThemBesideOthers() throws Exception {
    int port = Ports.free();
    var uri = "http://127.0.0.1:" + port;
    try (var run = run("--backend=env", "--port=" + port)) {
      await(() -> output(run).contains("Ctrl-C") || !run.process().isAlive());
      // Another system comes, and goes.
      smoke("", "--backend=env", "--port=0", "--smoke");
      smoke(get(uri + "/local/tokens/cook"), "--smoke", "--url=" + uri);

      try (var second = run("--backend=env", "--port=0")) {
        assertTrue(second.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(
            "Another run uses project demo-restaurant of these emulators: stop it, or name another"
                + " with --project.",
            output(second).strip());
      }
    }
  }

  private static String get(String uri) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
          .body()
          .strip();
    }
  }
}
