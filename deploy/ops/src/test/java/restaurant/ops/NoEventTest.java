package restaurant.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody with rights over the event store has put there what is no event. */
@Needs(Needs.Tool.EMULATORS)
class NoEventTest {

  private static final String RETENTION = "audit.retention.days";
  private static final List<String> SETTINGS =
      List.of("google.cloud.project", "firestore.emulator.host", "pubsub.emulator.host", RETENTION);

  private final String project = SharedEmulators.newProject();
  private final String dish = UUID.randomUUID().toString();
  private final Clients clients =
      new Clients(
          project,
          Optional.of(SharedEmulators.get().firestore()),
          Optional.of(SharedEmulators.get().pubsub()),
          List.of());

  @BeforeEach
  void aDishOfThreeEventsOfWhichOneIsNone() throws Exception {
    System.setProperty("google.cloud.project", project);
    System.setProperty("firestore.emulator.host", SharedEmulators.get().firestore());
    System.setProperty("pubsub.emulator.host", SharedEmulators.get().pubsub());
    System.setProperty(RETENTION, "10000");
    var events = new GoogleBackend(clients).eventStore("menu");
    events.append(List.of(event(1, "menuItemAdded")), List.of());
    events.append(List.of(event(3, "menuItemModified")), List.of());
    var firestore = clients.eventStore();
    for (var key : List.of(RecordedEvent.key(dish, 2), "odd")) {
      firestore.collection("menu-events").document(key).set(Map.of("type", "odd")).get();
    }
    firestore.shutdownNow();
  }

  @AfterEach
  void asUsual() {
    SETTINGS.forEach(System::clearProperty);
  }

  private RecordedEvent event(long version, String type) {
    return new RecordedEvent(
        UUID.randomUUID().toString(),
        "menu",
        dish,
        version,
        type,
        1,
        Instant.parse("2026-01-31T12:00:00Z"),
        Json.parse(
            "{\"description\":\"Pepperoni\",\"price\":{\"amount\":\"10\",\"currency\":\"USD\"}}"),
        new Metadata("command-" + version, "", "", "", "", "cook"));
  }

  /** What a tool that something is wrong for prints. */
  private static String wrong(String... arguments) {
    var output = new ByteArrayOutputStream();
    var out = System.out;
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    int status;
    try {
      status = Ops.run(arguments);
    } finally {
      System.setOut(out);
    }
    var text = output.toString(StandardCharsets.UTF_8);
    assertEquals(1, status, text);
    return text;
  }

  private void assertNamed(String output) {
    assertTrue(output.contains("  menu-events/%s no event".formatted(second())), output);
    assertTrue(output.contains("  menu-events/odd no event"), output);
  }

  private String second() {
    return RecordedEvent.key(dish, 2);
  }

  @Test
  void eachVerifyNamesItAndLooksAtEverythingElse() {
    var output = wrong("verify", "--repair", "--grace=PT0S");
    assertNamed(output);
    assertTrue(
        output.contains("menu-items/%s missing - menu %s".formatted(dish, second())), output);
    assertTrue(output.contains("audit                4 wrong"), output);
    var again = wrong("verify", "--repair", "--grace=PT0S");
    assertNamed(again);
    assertTrue(again.contains("menu-items/%s stuck - menu %s".formatted(dish, second())), again);
    assertFalse(again.contains("repaired"), again);
    assertTrue(again.contains("audit                2 wrong"), again);
  }

  @Test
  void aLogThatDoesNotShowHowLongItIsKeptHidesNoOtherView() {
    System.clearProperty(RETENTION);
    var output = wrong("verify", "--grace=PT0S");
    assertTrue(
        output.contains("audit                can't be verified: The log has no entry"), output);
    assertNamed(output);
  }

  @Test
  void itIsShownBesideTheEventsAndTheEventsArePublished() {
    try (var topics = clients.topics()) {
      topics.createTopic("projects/%s/topics/menu-events".formatted(project));
    }
    for (var output : List.of(wrong("replay", "menu", "--dry-run"), wrong("replay", "menu"))) {
      assertTrue(output.contains("2 events "), output);
      assertTrue(output.contains("menu      %s  is no event".formatted(second())), output);
      assertTrue(output.contains("menu      odd  is no event"), output);
    }
    var history = wrong("history", dish);
    assertEquals(3, history.lines().count(), history);
    assertTrue(history.contains(second() + "  is no event"), history);
  }
}
