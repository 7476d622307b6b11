package restaurant.local.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.firestore.Firestore;
import dev.eventfold.emulators.Needs;
import dev.eventfold.gcp.Clients;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.SystemOnEmulators;

/** A system whose event store has another name, as after a restore: every part goes there. */
@Needs(Needs.Tool.EMULATORS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventStoreDatabaseTest {

  private static final String SETTING = "event.store.database";
  private static final String RESTORED = "restored";

  private LocalSystem system;
  private Client client;
  private String item;

  @BeforeAll
  void start() throws Exception {
    System.setProperty(SETTING, RESTORED);
    system = LocalSystem.start(new LocalSystem.Options(SystemOnEmulators.backend(), 0, false));
    client = new Client(system.uri());
    var added =
        client.command(
            "menu",
            "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Soup\",\"price\":\"6.00\"}}");
    assertEquals(202, added.status(), added::body);
    item = added.json().path("aggregateId").asText();
  }

  @AfterAll
  void stop() {
    client.close();
    system.close();
    System.clearProperty(SETTING);
  }

  private List<String> events(String database) throws Exception {
    var clients =
        new Clients(
            system.project(),
            "",
            database,
            Optional.of(system.platform().settings().get("FIRESTORE_EMULATOR_HOST")),
            Optional.empty(),
            List.of());
    Firestore firestore = clients.eventStore();
    try {
      return firestore.collection("menu-events").get().get().getDocuments().stream()
          .map(event -> event.getString("type"))
          .toList();
    } finally {
      firestore.close();
    }
  }

  @Test
  void eventsAreThereAndNowhereElse() throws Exception {
    assertEquals(List.of("menuItemAdded"), events(RESTORED));
    assertEquals(List.of(), events("eventstore"));
  }

  /** Its triggers, its projectors and its queries look there. */
  @Test
  void viewsFollow() {
    assertEquals(200, client.getAtVersion("/menu/items/" + item, 1).status());
    assertEquals(200, client.get("/menu/events/" + item).status());
  }

  @Test
  void theToolsTakeItsNameFromTheCommandLineOrTheEnvironment() throws Exception {
    assertEquals(200, client.getAtVersion("/menu/items/" + item, 1).status());
    var operator = new Operator(system);
    assertEquals(1, operator.run("history", item).status());
    for (var ran :
        List.of(
            operator.run(Map.of(Clients.EVENT_STORE_DATABASE, RESTORED), "history", item),
            operator.run("history", item, "--event-store", RESTORED))) {
      assertEquals(0, ran.status(), ran::output);
      assertTrue(ran.output().contains("menuItemAdded"), ran::output);
    }
  }
}
