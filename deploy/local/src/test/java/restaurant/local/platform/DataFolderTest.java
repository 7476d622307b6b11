package restaurant.local.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import restaurant.local.functions.StartFailed;

/** What becomes of a folder of data; that an emulator loads what it saved is shown elsewhere. */
class DataFolderTest {

  private static final List<String> DATABASES = List.of("views", "eventstore");

  @TempDir private Path folder;

  private final List<String> calls = new ArrayList<>();
  private HttpServer server;
  private int status = 200;

  /** What the emulator has to say of one database. */
  private String broken = "none";

  @BeforeEach
  void startEmulator() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/emulator/v1/projects/demo",
        exchange -> {
          var request = Json.parse(new String(exchange.getRequestBody().readAllBytes()));
          var method = exchange.getRequestURI().getPath().replaceAll(".*:", "");
          calls.add(method + " " + request.path("export_directory").asText());
          boolean refused = request.path("database").asText().endsWith("/" + broken);
          exchange.sendResponseHeaders(refused ? 500 : status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopEmulator() {
    server.stop(0);
  }

  private EmulatorApi emulator() {
    return new EmulatorApi("127.0.0.1:" + server.getAddress().getPort(), "demo");
  }

  private void save() {
    try (var data = DataFolder.open(folder, "demo")) {
      data.save(emulator(), DATABASES);
    }
  }

  private List<String> loaded() {
    calls.clear();
    try (var data = DataFolder.open(folder, "demo")) {
      data.load(emulator());
    }
    return List.copyOf(calls);
  }

  private String refusal(String project) {
    return assertThrows(StartFailed.class, () -> DataFolder.open(folder, project)).getMessage();
  }

  /** Every file, with what is in it. */
  private TreeMap<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    try (var all = Files.walk(folder)) {
      for (var file : all.toList()) {
        files.put(
            folder.relativize(file).toString(),
            Files.isDirectory(file) ? "" : Files.readString(file));
      }
    }
    return files;
  }

  @Test
  void theLastSaveIsLoadedAndIsTheOnlyOneThatIsLeft() throws IOException {
    save();
    var first = loaded();
    save();
    var second = loaded();
    assertEquals(2, second.size());
    for (int n = 0; n < second.size(); n++) {
      assertTrue(second.get(n).startsWith("import " + folder), second.get(n));
      assertTrue(second.get(n).contains("/" + DATABASES.get(n) + "/"), second.get(n));
      assertTrue(!second.get(n).equals(first.get(n)), second.get(n));
    }
    try (var saves = Files.list(folder)) {
      assertEquals(1, saves.filter(it -> it.getFileName().toString().startsWith("save-")).count());
    }
  }

  @Test
  void aSaveThatFailsHalfwayLeavesTheOneBefore() throws IOException {
    save();
    var before = loaded();
    broken = "eventstore";
    var failure = assertThrows(StartFailed.class, this::save).getMessage();
    assertTrue(failure.startsWith("--data %s: what is new was not saved.".formatted(folder)));
    broken = "none";
    assertEquals(before, loaded());
  }

  @Test
  void aFirstSaveThatFailedIsNoData() {
    broken = "eventstore";
    assertThrows(StartFailed.class, this::save);
    assertEquals(List.of(), loaded());
  }

  @Test
  void whatCannotBeLoadedStaysAsItIs() throws IOException {
    save();
    var before = files();
    status = 400;
    var failure = assertThrows(StartFailed.class, this::loaded).getMessage();
    assertTrue(failure.contains("/views can't be loaded. The Firestore emulator refuses"), failure);
    assertEquals(before, files());
  }

  @Test
  void theDataOfAnotherProjectIsRefused() throws IOException {
    save();
    var before = files();
    assertEquals(
        "--data %s: its data is of project demo, not other: set --project, or name another folder."
            .formatted(folder),
        refusal("other"));
    assertEquals(before, files());
  }

  @Test
  void oneRunAtATimeHasIt() {
    try (var first = DataFolder.open(folder, "demo")) {
      assertEquals("--data %s: another run uses it.".formatted(first), refusal("demo"));
    }
    assertEquals(List.of(), loaded());
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws IOException {
    Files.writeString(folder.resolve("letter.txt"), "dear");
    assertEquals(
        "--data %s: it has other files, and no data. Name a new or an empty folder."
            .formatted(folder),
        refusal("demo"));
  }

  @Test
  void aFileIsRefused() throws IOException {
    folder = Files.writeString(folder.resolve("letter.txt"), "dear");
    assertTrue(refusal("demo").contains("it can't be used as a folder to write to"));
  }

  @Test
  void whatNoRunHasWrittenIsRefused() throws IOException {
    save();
    for (var text : List.of("{", "{}", "{\"project\":\"demo\"}")) {
      Files.writeString(folder.resolve("current.json"), text);
      assertEquals(
          "--data %s: current.json is not as a run writes it.".formatted(folder), refusal("demo"));
    }
  }

  @Test
  void aSaveThatIsGoneIsRefused() throws IOException {
    save();
    try (var files = Files.walk(folder)) {
      Files.delete(files.filter(it -> it.endsWith("eventstore")).findFirst().orElseThrow());
    }
    assertTrue(refusal("demo").endsWith("/eventstore is missing, with the data."));
  }

  @Test
  void whatIsInMemoryHasNothingToKeep() {
    try (var data = DataFolder.open(folder, "demo")) {
      for (var choice :
          List.of(Platform.Choice.MEMORY, Platform.Choice.ENV, Platform.Choice.DOCKER)) {
        var refused =
            assertThrows(
                StartFailed.class,
                () -> Platform.start(choice, "demo", Deliveries.Manner.GOOD, Optional.of(data)));
        assertTrue(refused.getMessage().startsWith("--data needs the emulators of a Google Cloud"));
      }
    }
  }
}
