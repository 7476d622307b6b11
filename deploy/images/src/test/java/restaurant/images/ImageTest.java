package restaurant.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.Ports;
import dev.eventfold.emulators.SharedEmulators;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** What an image holds, as the Docker build makes it, but without Docker. */
@Needs(Needs.Tool.EMULATORS)
@EnabledForJreRange(
    min = JRE.JAVA_25,
    disabledReason = "no older one has AOT caches of all classes")
class ImageTest {

  private static final List<String> FLAGS =
      List.of("-XX:MaxRAMPercentage=50", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  @TempDir private static Path folder;

  private static Image image;

  @BeforeAll
  static void train() throws Exception {
    // Once: it need not be a good one.
    image = Training.of(List.of("menu"), Path.of("../../functions"), folder, FLAGS, 1).get("menu");
  }

  /**
   * Starts a function, asks it, and ends it.
   *
   * @param java what comes after {@code java}
   * @return what it has printed
   */
  private static String answers(List<String> java) throws Exception {
    int port = Ports.free();
    var output = Files.createTempFile(folder, "function-", ".log");
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(java);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "K_SERVICE",
                "menu-queries",
                "FUNCTION_TARGET",
                "restaurant.menu.MenuFunction",
                "PORT",
                Integer.toString(port),
                "JAVA_TOOL_OPTIONS",
                String.join(" ", FLAGS),
                "GOOGLE_CLOUD_PROJECT",
                SharedEmulators.newProject(),
                "FIRESTORE_EMULATOR_HOST",
                SharedEmulators.get().firestore(),
                "PUBSUB_EMULATOR_HOST",
                SharedEmulators.get().pubsub(),
                "EVENTFOLD_AUTH",
                "off",
                "CALLER_TOKEN",
                "test",
                "PAGE_TOKEN_KEY",
                "test"));
    var process = builder.start();
    try (var http = HttpClient.newHttpClient()) {
      awaitUp(process, port, output);
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/menu/items"))
              .timeout(PATIENCE)
              .header("Authorization", "Bearer test")
              .build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), answer::body);
    } finally {
      process.destroyForcibly().waitFor();
    }
    return Files.readString(output);
  }

  private static void awaitUp(Process process, int port, Path output) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Ports.isOpen("127.0.0.1:" + port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("it does not start: " + Files.readString(output));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static List<String> start(String... flags) {
    var all = new ArrayList<>(List.of(flags));
    all.add("@" + image.cache().resolveSibling("start"));
    return all;
  }

  /** In this mode Java does not start without it. */
  @Test
  void aFunctionStartsWithTheCacheAndHasNothingToSayOfIt() throws Exception {
    var said = answers(start("-XX:AOTMode=on", logOfClasses()));
    assertFalse(said.contains("[aot"), said);
    assertTrue(isFromCache());
  }

  @Test
  void aFunctionStartsWhereTheCacheDoesNotFitItsFlags() throws Exception {
    answers(start("-XX:+UseCompactObjectHeaders", logOfClasses()));
    assertFalse(isFromCache());
  }

  /** Whether Java uses the cache then is its own affair. */
  @Test
  void aFunctionStartsWithAnotherClassPathToo() throws Exception {
    var other = Stream.concat(Stream.of(image.jars().getLast()), image.jars().stream()).toList();
    var command = Image.program(other, image.cacheFlags()).command();
    answers(command.subList(1, command.size()));
  }

  private static String logOfClasses() {
    return "-Xlog:class+load:file=" + folder.resolve("classes.log");
  }

  /** Java says of each class that it loads where it is from. */
  private static boolean isFromCache() throws IOException {
    return Files.readAllLines(folder.resolve("classes.log")).stream()
        .filter(line -> line.contains(" restaurant.menu.MenuFunction source: "))
        .findFirst()
        .orElseThrow()
        .contains("shared objects file");
  }

  /** The framework bundles an older one. */
  @Test
  void theJettyIsThatOfThisProject() {
    var names = image.jars().stream().map(jar -> jar.getFileName().toString()).toList();
    var framework = names.stream().filter(name -> name.startsWith("java-function-invoker-"));
    int last = names.indexOf(framework.findFirst().orElseThrow());
    for (var part : List.of("server", "http", "io", "util")) {
      assertTrue(
          names.subList(0, last).stream()
              .anyMatch(name -> name.matches("jetty-" + part + "-[0-9.]+jar")),
          names.toString());
    }
  }
}
