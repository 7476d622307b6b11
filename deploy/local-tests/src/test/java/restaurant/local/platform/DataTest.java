package restaurant.local.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Outcome;
import restaurant.local.Traffic;
import restaurant.local.functions.StartFailed;
import restaurant.system.Restaurant;

/** What is kept from one run to the next. */
@Needs(Needs.Tool.SDK)
@Tag("campaign")
class DataTest {

  private static final String GRACE = "reconciler.grace";
  private static final long SEED = 20261128;
  private static final int SESSIONS = 15;

  private static final String ADD =
      "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Late\",\"price\":10}}";

  private static final String MODIFY =
      """
      {"type":"modifyMenuItem","aggregateId":"%s","payload":{"description":"Later","price":11}}
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void reconcileAtOnce() {
    System.setProperty(GRACE, "PT0S");
  }

  @AfterAll
  static void reconcileAsEver() {
    System.clearProperty(GRACE);
  }

  private LocalSystem start() throws Exception {
    return LocalSystem.start(
        new LocalSystem.Options(
                Platform.Choice.SDK,
                0,
                false,
                Deliveries.Manner.GOOD,
                Optional.empty(),
                false,
                LocalSystem.PROJECT)
            .keeping(Optional.of(folder)));
  }

  /** Of every service. */
  private static Map<String, RecordedEvent> events() {
    var events = new HashMap<String, RecordedEvent>();
    for (var service : Restaurant.SYSTEM.writers()) {
      Backend.current()
          .eventLog(service.name())
          .readByKey("", "", slot -> events.put(slot.event().id(), slot.event()));
    }
    return events;
  }

  @Test
  void theNextRunHasEverythingAndAppliesWhatWasNotDelivered() throws Exception {
    Map<String, RecordedEvent> before;
    String item;
    try (var system = start();
        var client = new Client(system.uri())) {
      var traffic = new Traffic(client, SEED, false);
      traffic.run(SESSIONS);
      assertEquals(List.of(), traffic.failures());
      new Outcome(Backend.current()).assertEveryViewBecomesTheFoldOfItsEvents();
      system.kill("menu-items");
      item = client.command("menu", ADD).json().path("aggregateId").asText();
      before = events();
    }
    try (var system = start();
        var client = new Client(system.uri())) {
      assertEquals(before, events());
      assertEquals(404, client.get("/menu/items/" + item).status());
      assertTrue(system.reconcile() > 0, "something was not delivered");
      assertEquals(1, client.get("/menu/items/" + item).json().path("version").asInt());
      var modified = client.command("menu", MODIFY.formatted(item));
      assertEquals(2, modified.json().path("version").asInt(), modified.body());
      new Outcome(Backend.current()).assertEveryViewBecomesTheFoldOfItsEvents();
      assertHalfAFileIsRefused(system.platform().settings().get("FIRESTORE_EMULATOR_HOST"));
    }
  }

  /** Of what the first run has saved, into an emulator that runs anyway. */
  private void assertHalfAFileIsRefused(String emulator) throws Exception {
    try (var files = Files.walk(folder)) {
      var output = files.filter(it -> it.getFileName().toString().startsWith("output")).findFirst();
      try (var file = FileChannel.open(output.orElseThrow(), StandardOpenOption.WRITE)) {
        file.truncate(file.size() / 2);
      }
    }
    var copy = Files.createDirectory(folder.resolve("copy"));
    try (var files = Files.list(folder)) {
      for (var file : files.filter(it -> !it.equals(copy) && !it.endsWith("lock")).toList()) {
        Files.move(file, copy.resolve(file.getFileName()));
      }
    }
    try (var data = DataFolder.open(copy, LocalSystem.PROJECT)) {
      var api = new EmulatorApi(emulator, LocalSystem.PROJECT);
      var refused = assertThrows(StartFailed.class, () -> data.load(api)).getMessage();
      assertTrue(refused.startsWith("--data %s: ".formatted(copy)), refused);
      assertTrue(refused.contains("can't be loaded"), refused);
    }
  }
}
