package restaurant.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What people read as text, programs read as JSON. */
@Needs(Needs.Tool.EMULATORS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsonTest {

  private static final String DISH =
      "{\"description\":\"Crêpe\",\"price\":{\"amount\":\"10\",\"currency\":\"USD\"}}";
  private static final String GUEST = "{\"name\":\"Ada\",\"email\":\"a@example.org\"}";
  private static final String REFUSAL =
      """
      {"timestamp":"2026-01-31T12:00:00Z","jsonPayload":{"refusal":{"service":"menu",\
      "commandType":"addMenuItem","caller":"c","problem":"/problems/rule-broken","broken":[]}}}""";

  @TempDir static Path folder;

  private final String project = SharedEmulators.newProject();
  private final String dish = UUID.randomUUID().toString();
  private final String guest = UUID.randomUUID().toString();
  private Map<String, String> settings;

  @BeforeAll
  void aSystemInWhichNotAllIsWell() throws Exception {
    var emulators = SharedEmulators.get();
    settings =
        Map.of(
            "google.cloud.project", project,
            "firestore.emulator.host", emulators.firestore(),
            "pubsub.emulator.host", emulators.pubsub(),
            "audit.retention.days", "10000",
            "log.file", Files.writeString(folder.resolve("log"), REFUSAL).toString());
    settings.forEach(System::setProperty);
    var clients =
        new Clients(
            project,
            Optional.of(emulators.firestore()),
            Optional.of(emulators.pubsub()),
            List.of());
    var backend = new GoogleBackend(clients);
    var added = event("menu", dish, 1, "menuItemAdded", DISH);
    backend.eventStore("menu").append(List.of(added), List.of());
    var customers = backend.eventStore("customers");
    customers.append(List.of(event("customers", guest, 1, "customerSignedUp", GUEST)), List.of());
    customers.append(List.of(event("customers", guest, 2, "customerErased", "{}")), List.of());
    backend.hashKeys().add();
    var firestore = clients.eventStore();
    firestore.collection("menu-events").document("odd").set(Map.of("type", "odd")).get();
    firestore.shutdownNow();
    isGivenUp(added, clients);
  }

  private void isGivenUp(RecordedEvent event, Clients clients) {
    try (var topics = clients.topics();
        var subscriptions = clients.subscriptions()) {
      for (var name : List.of("menu-items", "menu-items-dead-letters")) {
        topics.createTopic(TopicName.of(project, name));
        subscriptions.createSubscription(
            SubscriptionName.of(project, name),
            TopicName.of(project, name),
            PushConfig.getDefaultInstance(),
            10);
      }
      var message =
          PubsubMessage.newBuilder()
              .putAllAttributes(EventMessage.attributes(event))
              .setData(ByteString.copyFromUtf8(DISH))
              .build();
      topics.publish(TopicName.of(project, "menu-items-dead-letters"), List.of(message));
    }
  }

  @AfterAll
  void asUsual() {
    settings.keySet().forEach(System::clearProperty);
  }

  private static RecordedEvent event(
      String service, String stream, long version, String type, String payload) {
    return new RecordedEvent(
        UUID.randomUUID().toString(),
        service,
        stream,
        version,
        type,
        1,
        Instant.parse("2026-01-31T12:00:00Z"),
        Json.parse(payload),
        new Metadata("command-" + version, "", "", "", "", "cook"));
  }

  private record Ran(int status, List<String> lines) {}

  private static Ran run(Stream<String> arguments) {
    var output = new ByteArrayOutputStream();
    var out = System.out;
    System.setOut(new PrintStream(output, true, StandardCharsets.US_ASCII));
    try {
      int status = Ops.run(arguments.toArray(String[]::new));
      return new Ran(status, output.toString(StandardCharsets.US_ASCII).lines().toList());
    } finally {
      System.setOut(out);
    }
  }

  /** The same things as the text, in the same order, and nothing else. */
  private static List<JsonNode> json(int status, int sentences, String... arguments) {
    var text = run(Stream.of(arguments));
    var json = run(Stream.concat(Stream.of(arguments), Stream.of("--json")));
    assertEquals(status, text.status(), text.toString());
    assertEquals(status, json.status(), json.toString());
    assertEquals(text.lines().size() - sentences, json.lines().size(), json.toString());
    return json.lines().stream().map(Json::parse).toList();
  }

  private static List<String> kinds(List<JsonNode> documents) {
    return documents.stream().map(it -> it.path("kind").asText()).toList();
  }

  @Test
  void verifyTellsOfEachViewAndEachDocument() {
    var told = json(1, 0, "verify", "--view=menu-items", "--grace=PT0S");
    assertEquals(List.of("view", "document", "document", "verdict"), kinds(told));
    assertEquals(2, told.getFirst().at("/wrong/number").asInt());
    assertTrue(
        told.stream()
            .anyMatch(
                it ->
                    it.path("document").asText().equals(dish)
                        && it.path("finding").asText().equals("MISSING")),
        told::toString);
    assertFalse(told.getLast().at("/wrong/orMore").asBoolean(true));
  }

  @Test
  void eventsAreAsClientsGetThemWhateverTheTerminalCanShow() {
    var history = json(0, 0, "history", dish);
    assertEquals(List.of("event"), kinds(history));
    assertEquals("Crêpe", history.getFirst().at("/payload/description").asText());
    assertEquals("cook", history.getFirst().at("/metadata/actor").asText());
    var tail = json(0, 0, "tail", "menu", "--once", "--since=2026-01-01T00:00:00Z");
    assertTrue(tail.contains(history.getFirst()), tail::toString);
    assertEquals(List.of(), json(1, 1, "history", "nobody"));
  }

  @Test
  void listsSayWhatTheyListAndHowMuchThereIs() {
    var letters = json(1, 0, "deadletters", "menu-items");
    assertEquals(List.of("deadLetter", "deadLetters"), kinds(letters));
    assertEquals(dish, letters.getFirst().path("aggregateId").asText());
    assertEquals("can be read now: redrive it", letters.getFirst().path("reason").asText());
    assertEquals(1, letters.getLast().at("/letters/number").asInt());

    var erased = json(0, 0, "erase", "--status");
    assertEquals(List.of("erasure", "erasures"), kinds(erased));
    assertEquals(guest, erased.getFirst().path("aggregateId").asText());
    assertTrue(erased.getFirst().path("keyIsGone").asBoolean());

    var keys = json(0, 0, "hash-keys");
    assertFalse(keys.isEmpty());
    assertEquals("hashKey", keys.getFirst().path("kind").asText());

    var refused = json(0, 0, "refusals", "--since=2026-01-01T00:00:00Z");
    assertEquals(List.of("refusal", "refusals"), kinds(refused));
    assertEquals("addMenuItem", refused.getFirst().path("commandType").asText());

    var processes = json(0, 1, "processes", "list");
    assertEquals(List.of("process", "process"), kinds(processes));
    assertEquals(0, processes.getFirst().at("/late/number").asInt(-1));
  }

  @Test
  void completionKnowsEveryCommand() {
    var script = String.join("\n", run(Stream.of("completion")).lines());
    assertTrue(script.contains("complete -F _complete_ops"), script);
    for (var command : List.of("verify", "deadletters", "hash-keys", "completion")) {
      assertTrue(script.contains(command), command);
    }
  }
}
