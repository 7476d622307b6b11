package restaurant.local.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.json.Json;
import dev.eventfold.operations.CurrentViews;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.Outcome;
import restaurant.local.SystemOnEmulators;
import restaurant.local.Traffic;

/**
 * The functions keep entries of the log for 30 days. The operator's machine does not know that, and
 * brings back nothing that is over, and keeps nothing for longer.
 */
@Needs(Needs.Tool.EMULATORS)
@Tag("campaign")
class RetentionTest {

  private static final String SETTING = "AUDIT_RETENTION_DAYS";
  private static final Duration RETENTION = Duration.ofDays(30);

  private final String project = LocalSystem.newProject();
  private final Backend stores = new GoogleBackend(SystemOnEmulators.clients(project));

  @BeforeEach
  void set() {
    System.setProperty("firestore.emulator.host", SharedEmulators.get().firestore());
    System.setProperty("pubsub.emulator.host", SharedEmulators.get().pubsub());
    System.setProperty("audit.retention.days", "" + RETENTION.toDays());
  }

  @AfterEach
  void forget() {
    System.clearProperty("firestore.emulator.host");
    System.clearProperty("pubsub.emulator.host");
    System.clearProperty("audit.retention.days");
  }

  @Test
  void toolsKeepTheLogAsLongAsFunctionsDo() throws Exception {
    List<Document> log;
    Operator operator;
    try (var system = SystemOnEmulators.start(project);
        var client = new Client(system.uri())) {
      operator = new Operator(system);
      var traffic = new Traffic(client, 31, false);
      traffic.run(20);
      assertEquals(List.of(), traffic.failures());
      var old = addedLongAgo();
      run(operator, 0, "1 events published", "replay", "menu", "--stream=" + old);
      assertEquals(200, client.getAtVersion("/menu/items/" + old, 1).status());
      new Outcome(stores).assertEveryViewBecomesTheFoldOfItsEvents();
      log = log();
      assertFalse(log.isEmpty());
      log.forEach(RetentionTest::assertIsKeptForThirtyDaysAndNotOver);

      run(operator, 0, "All is well.", "verify", "--grace=PT10S");
      run(operator, 0, "All is well.", "verify", "--repair", "--grace=PT10S");
      assertEquals(log, log());

      var mistaken = operator.run(Map.of(SETTING, "400"), "verify", "--repair");
      assertEquals(1, mistaken.status(), mistaken.output());
      assertTrue(mistaken.output().contains("are kept for 30 days"), mistaken.output());
      assertEquals(log, log());

      run(operator, 0, "Done.", "rebuild", "audit");
      assertEquals(contents(log), contents(log()));
      run(operator, 0, "Done.", "rebuild", "audit", "--drop");
    }
    run(operator, 0, "Done.", "restore");
    assertEquals(contents(log), contents(log()));
    run(operator, 0, "All is well.", "verify", "--grace=PT0S");
  }

  private static void run(Operator operator, int status, String said, String... arguments)
      throws Exception {
    var ran = operator.run(arguments);
    assertEquals(status, ran.status(), ran.output());
    assertTrue(ran.output().contains(said), ran.output());
  }

  /** A dish of two months ago: its entry has been deleted. */
  private String addedLongAgo() {
    var dish = UUID.randomUUID().toString();
    var command = Ids.command("menu", "somebody", dish);
    var added =
        new RecordedEvent(
            Ids.event(command, 0),
            "menu",
            dish,
            1,
            "menuItemAdded",
            1,
            Instant.now().minus(2 * RETENTION.toDays(), ChronoUnit.DAYS),
            Json.parse(
                "{\"description\":\"Old\",\"price\":{\"amount\":\"1.00\",\"currency\":\"USD\"}}"),
            new Metadata(command, "", "journey", command, "", "somebody"));
    stores.eventStore("menu").append(List.of(added), List.of());
    return dish;
  }

  private List<Document> log() {
    var current = CurrentViews.place(stores.queryStore(), "audit").current();
    return stores.queryStore().page(current, Query.first(1_000));
  }

  private static List<Document.Content> contents(List<Document> log) {
    return log.stream().map(Document::content).toList();
  }

  private static void assertIsKeptForThirtyDaysAndNotOver(Document entry) {
    var index = entry.content().index();
    var time = (Instant) index.get("time");
    assertEquals(time.plus(RETENTION), index.get("expiresAt"), entry::toString);
    assertFalse(entry.content().isExpired(Instant.now()), entry::toString);
  }
}
