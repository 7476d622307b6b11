package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.net.httpserver.HttpServer;
import dev.eventfold.emulators.Emulators;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.Ports;
import dev.eventfold.emulators.processes.ChildProcess;
import dev.eventfold.testing.FakeDocker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import restaurant.system.Restaurant;

/** The program as people start and stop it. */
class RunTest {

  /** With {@code --isolate} each function is a process, and other tests run beside it. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static ChildProcess run(Map<String, String> environment, String... arguments) {
    return Programs.start(Run.class, environment, arguments);
  }

  @TempDir private Path folder;

  private static void await(String what, BooleanSupplier condition) {
    Waiting.until(condition, () -> what, PATIENCE);
  }

  private static String output(ChildProcess run) {
    try {
      return Files.readString(run.output());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertEndsWithOneLine(ChildProcess run, String line) throws Exception {
    assertTrue(run.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it does not end");
    assertEquals(line, output(run).strip());
    assertEquals(1, run.process().exitValue());
  }

  @Test
  void aBusyPortIsOneLine() throws Exception {
    try (var busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        var run = run(Map.of(), "--backend=memory", "--port=" + busy.getLocalPort())) {
      assertEndsWithOneLine(
          run, "Port %d is in use: choose another with --port.".formatted(busy.getLocalPort()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | '' | FIRESTORE_EMULATOR_HOST and PUBSUB_EMULATOR_HOST are not set.
          127.0.0.1:1 | 127.0.0.1:1 | FIRESTORE_EMULATOR_HOST is 127.0.0.1:1, and nothing listens there.
          localhost | localhost | "localhost" is not host:port.
          """)
  void emulatorsThatAreNotThereAreOneLine(String firestore, String pubsub, String line)
      throws Exception {
    try (var run =
        run(
            Map.of("FIRESTORE_EMULATOR_HOST", firestore, "PUBSUB_EMULATOR_HOST", pubsub),
            "--backend=env",
            "--port=0")) {
      assertEndsWithOneLine(run, line);
    }
  }

  @Test
  void whatIsInMemoryCannotBeIsolated() throws Exception {
    try (var run = run(Map.of(), "--backend=memory", "--isolate", "--port=0")) {
      assertEndsWithOneLine(
          run, "--isolate needs emulators: what is in memory can't be shared between processes.");
    }
  }

  @Test
  void anImageThatCannotBeFetchedIsOneLine() throws Exception {
    try (var docker = new FakeDocker(FakeDocker.Registry.OUT_OF_REACH);
        var run = run(onDocker(docker), "--backend=docker", "--port=0")) {
      assertTrue(run.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(1, run.process().exitValue());
      var lines = output(run).lines().toList();
      assertEquals(2, lines.size(), () -> output(run));
      assertTrue(lines.get(0).startsWith("Docker fetches the image "), lines.get(0));
      assertTrue(lines.get(1).startsWith("Docker can't fetch "), lines.get(1));
    }
  }

  /** Where an SDK would be found first, this shows nothing; CI runs it where there is none. */
  @Test
  void withoutAnImageItGoesOnInMemory() throws Exception {
    assumeFalse(Emulators.isSdkHere(), "This test needs a machine without a Google Cloud SDK.");
    try (var docker = new FakeDocker(FakeDocker.Registry.OUT_OF_REACH);
        var run = run(onDocker(docker), "--port=0", "--smoke")) {
      assertTrue(run.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, run.process().exitValue(), () -> output(run));
      assertTrue(output(run).contains("Docker can't fetch "), () -> output(run));
      assertTrue(output(run).contains("Running on everything in memory"), () -> output(run));
    }
  }

  private static Map<String, String> onDocker(FakeDocker docker) {
    return Map.of(
        "DOCKER_HOST",
        docker.uri().toString(),
        "FIRESTORE_EMULATOR_HOST",
        "",
        "PUBSUB_EMULATOR_HOST",
        "");
  }

  @Test
  void theSmokeEndsWithZeroAndATableWithADebuggerToo() throws Exception {
    int debugger = Ports.free();
    try (var run =
        run(Map.of(), "--backend=memory", "--port=0", "--smoke", "--debug=" + debugger)) {
      await("a debugger can attach", () -> Ports.isOpen("127.0.0.1:" + debugger));
      assertTakesADebugger(debugger);
      assertTrue(run.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(0, run.process().exitValue(), () -> output(run));
      assertTrue(output(run).contains("smoke: passed"), () -> output(run));
    }
  }

  /** Not from the command line, which everybody on a machine can read. */
  @Test
  void theSmokeOfASystemElsewhereTakesItsTokenFromTheEnvironment() throws Exception {
    var sent = new ConcurrentLinkedQueue<String>();
    var elsewhere = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          sent.add(
              exchange.getRequestHeaders().getOrDefault("Authorization", List.of()).toString());
          int status = exchange.getRequestURI().getPath().startsWith("/local/") ? 404 : 401;
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    elsewhere.start();
    var url = "--url=http://127.0.0.1:" + elsewhere.getAddress().getPort();
    try (var given = run(Map.of("RESTAURANT_TOKEN", "of-the-staff"), "--smoke", "--yes", url);
        var none = run(Map.of("RESTAURANT_TOKEN", ""), "--smoke", "--read-only", url);
        var option = run(Map.of(), "--smoke", url, "--token=of-the-staff")) {
      assertFails(given, "does not take the token: RESTAURANT_TOKEN must be");
      assertTrue(sent.contains("[Bearer of-the-staff]"), sent::toString);
      assertFails(none, "set RESTAURANT_TOKEN to one of somebody on the staff");
      assertFails(option, "Unknown option: '--token=of-the-staff'");
    } finally {
      elsewhere.stop(0);
    }
  }

  private static void assertFails(ChildProcess run, String words) throws Exception {
    assertTrue(run.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertTrue(run.process().exitValue() != 0 && output(run).contains(words), () -> output(run));
  }

  /** At each of ours: a push to a projector, and at the addresses that the emulators call. */
  private static void assertNoPortTakesWhatAnybodySays(ListeningPorts ports) {
    try (var intruder = new Intruder()) {
      for (var port : ports.all()) {
        if (!port.program().contains("restaurant.local")) {
          continue;
        }
        var uri = URI.create("http://127.0.0.1:" + port.port());
        for (var path : List.of("/", "/push/menu-items", "/functions/projects/p/triggers/t")) {
          int status = intruder.pushes(uri.resolve(path), "nobody", 1);
          assertTrue(List.of(401, 403, 404).contains(status), port + " " + path + " " + status);
        }
      }
    }
  }

  private static void assertTakesADebugger(int port) throws IOException {
    try (var debugger = new Socket(InetAddress.getLoopbackAddress(), port)) {
      debugger.getOutputStream().write("JDWP-Handshake".getBytes(StandardCharsets.US_ASCII));
      var answer = debugger.getInputStream().readNBytes("JDWP-Handshake".length());
      assertEquals("JDWP-Handshake", new String(answer, StandardCharsets.US_ASCII));
    }
  }

  /** Whoever started it may be killed, and then tells it nothing. */
  @Test
  void itEndsWithWhoStartedIt() throws Exception {
    var port = Ports.free();
    var command = new ArrayList<>(List.of("sh", "-c", "\"$@\" & wait", "sh"));
    var debugger = Ports.free();
    command.addAll(
        Programs.program(Run.class, "--backend=memory", "--port=" + port, "--debug=" + debugger)
            .command());
    var log = folder.resolve("log");
    var parent =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      await("it starts", () -> Ports.isOpen("127.0.0.1:" + port));
      var run = parent.descendants().toList();
      parent.destroyForcibly().waitFor();
      awaitGone(run);
      assertFalse(Ports.isOpen("127.0.0.1:" + port));
    } finally {
      parent.descendants().forEach(ProcessHandle::destroyForcibly);
      parent.destroyForcibly();
    }
  }

  @Needs(Needs.Tool.SDK)
  @Test
  void whenItIsStoppedItsDataIsSavedAndNoProcessIsLeft() throws Exception {
    var data = folder.resolve("data");
    try (var run = runOnSdk("--data=" + data)) {
      var children = run.process().descendants().toList();
      assertEquals(2, children.size());
      interrupt(children);
      // The process itself would also close the pipe that it lives by.
      run.process().toHandle().destroy();
      assertTrue(run.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      awaitGone(children);
      assertTrue(Files.exists(data.resolve("current.json")), () -> output(run));
    }
  }

  /** As Ctrl-C does with every process of a terminal. */
  private static void interrupt(List<ProcessHandle> processes) throws Exception {
    for (var process : processes) {
      var pid = Long.toString(process.pid());
      assertEquals(0, new ProcessBuilder("kill", "-INT", pid).start().waitFor());
    }
  }

  /** First a function, which comes back; then all of it, with whatever it has started. */
  @Needs(Needs.Tool.SDK)
  @Tag("campaign")
  @Test
  void whatIsKilledIsStartedAgainAndLeavesNothingWhenAllIsOver() throws Exception {
    try (var run = runOnSdk("--isolate")) {
      var ports = ListeningPorts.of(run.process().toHandle());
      ports.assertAllOnLoopback();
      try {
        assertNoPortTakesWhatAnybodySays(ports);
      } catch (AssertionError e) {
        throw new AssertionError(output(run), e);
      }
      run.process()
          .children()
          .filter(child -> !child.info().commandLine().orElse("").contains("-emulator"))
          .findFirst()
          .orElseThrow()
          .destroyForcibly();
      var death =
          Pattern.compile("(?m)^(\\S+) ended with status 137: .*\\(it is started again\\)$");
      await("it says so", () -> death.matcher(output(run)).find());
      var killed = death.matcher(output(run)).results().map(it -> it.group(1)).toList();
      var address =
          output(run).replaceAll("(?s).*\n" + killed.getFirst() + " +\\S+ +http://(\\S+).*", "$1");
      await("it is there again", () -> Ports.isOpen(address));
      assertEquals(1, killed.size(), () -> output(run));
      var children = run.process().descendants().toList();
      assertEquals(Restaurant.SYSTEM.functions().size() + 2, children.size());
      run.process().destroyForcibly();
      awaitGone(children);
    }
  }

  private static ProcessHandle child(ChildProcess run, String commandPart) {
    return run.process()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains(commandPart))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitGone(List<ProcessHandle> processes) {
    Waiting.until(
        () -> processes.stream().noneMatch(ProcessHandle::isAlive),
        () -> "all are gone",
        Duration.ofSeconds(10));
  }

  @Needs(Needs.Tool.SDK)
  @Test
  void anEmulatorThatDiesIsOneLine() throws Exception {
    try (var run = runOnSdk()) {
      var before = output(run);
      child(run, "CloudFirestore").destroyForcibly();
      assertTrue(run.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(1, run.process().exitValue());
      var after = output(run).substring(before.length()).strip();
      assertTrue(after.startsWith("The Firestore emulator ended with status 137"), after);
      assertEquals(1, after.lines().count(), after);
    }
  }

  private static ChildProcess runOnSdk(String... arguments) throws InterruptedException {
    var all = new ArrayList<>(List.of("--backend=sdk", "--port=0"));
    all.addAll(Arrays.asList(arguments));
    var run = run(Map.of(), all.toArray(String[]::new));
    await(
        "it starts",
        () -> output(run).contains("Ctrl-C stops everything") || !run.process().isAlive());
    assertTrue(run.process().isAlive(), () -> output(run));
    return run;
  }
}
