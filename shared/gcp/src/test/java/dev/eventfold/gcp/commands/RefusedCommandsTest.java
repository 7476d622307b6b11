package dev.eventfold.gcp.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.Ids;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.ForwardingEventStore;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.TransientFailure;
import dev.eventfold.store.VersionConflict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a command was refused can be read in the log, and nothing that it said. */
class RefusedCommandsTest {

  /** Stands for everything personal that a command may say. */
  private static final String CANARY = "canary@example.com";

  private static final String ANN = Ids.caller("ann");

  private static final String RENT =
      "{\"type\":\"rent\",\"payload\":{\"renter\":\"%s\",\"label\":\"%s\",\"days\":%s}}";
  private static final String FILL =
      "{\"type\":\"fill\",\"aggregateId\":\"%s\",\"payload\":"
          + "{\"content\":\"%s\",\"copies\":%s,\"notes\":{}}}";

  private final InMemoryEventStore store = new InMemoryEventStore();
  private HttpCommands<?, ?> lockers = Lockers.commands(store);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream out = System.out;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void asUsual() {
    System.setOut(out);
    System.clearProperty("concurrency");
  }

  private Answered send(String caller, InputStream body, String... headers) {
    return send(caller, "/lockers/commands", body, headers);
  }

  private Answered send(String caller, String target, InputStream body, String... headers) {
    // Of a stream that is read bit by bit nobody knows the length before.
    var asked = Asked.post(caller, target, body, -1);
    asked.headers().put("Transfer-Encoding", List.of("chunked"));
    for (int i = 0; i < headers.length; i += 2) {
      asked.headers().put(headers[i], List.of(headers[i + 1]));
    }
    return Answered.by(lockers, asked);
  }

  private Answered send(String body, String... headers) {
    return send("ann", stream(body), headers);
  }

  private static InputStream stream(String body) {
    return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
  void anotherMethodIsNotAllowed(String method) {
    var answer = Answered.by(lockers, Asked.get("ann", "/lockers/commands").by(method));
    assertEquals(405, answer.status(), answer::body);
    assertEquals("POST", answer.header("Allow"));
  }

  private String rented() {
    var rented = send(RENT.formatted(ANN, "mine", 1), "Idempotency-Key", "rented");
    assertEquals(202, rented.status(), rented.body());
    return rented.json().path("aggregateId").asText();
  }

  private List<JsonNode> lines() {
    return log.toString(StandardCharsets.UTF_8).lines().map(Json::parse).toList();
  }

  private List<JsonNode> refusals() {
    return lines().stream().map(line -> line.path("refusal")).filter(it -> !it.isEmpty()).toList();
  }

  /** The one that there is, in the words of the answer. */
  private JsonNode theOnlyRefusal(Answered answered) {
    var refusals = refusals();
    assertEquals(1, refusals.size(), log::toString);
    var refusal = refusals.getFirst();
    assertEquals("lockers", refusal.path("service").asText());
    assertEquals(answered.json().path("type"), refusal.path("problem"));
    assertFalse(log.toString(StandardCharsets.UTF_8).contains("canary"), log::toString);
    return refusal;
  }

  private static List<String> broken(JsonNode refusal) {
    var all = new ArrayList<String>();
    refusal
        .path("broken")
        .forEach(it -> all.add(it.path("field").asText() + "|" + it.path("rule").asText()));
    return all;
  }

  private static Arguments of(String body, int status, String problem, String... broken) {
    return Arguments.of(body, List.of(), status, problem, List.of(broken));
  }

  private static Arguments of(
      String body, List<String> headers, int status, String problem, String... broken) {
    return Arguments.of(body, headers, status, problem, List.of(broken));
  }

  private static final String GOOD = RENT.formatted(ANN, CANARY, 1);

  static Stream<Arguments> refusedOfARenting() {
    return Stream.of(
        of(
            RENT.formatted(ANN, CANARY + "x".repeat(40), 0),
            422,
            "invalid",
            "payload.label|Label must have at most 40 characters.",
            "payload.days|Days must be at least one."),
        of(RENT.formatted(CANARY, CANARY, 1), 403, "forbidden", "|It belongs to somebody else."),
        of(RENT.formatted("", CANARY, 1), 403, "forbidden", "payload.renter|Renter must be you."),
        of(
            RENT.formatted(ANN, CANARY, "\"" + CANARY + "\""),
            400,
            "malformed",
            "payload.days|payload.days must be a whole number."),
        of(
            RENT.formatted(ANN, CANARY, "1,\"" + CANARY + "\":1"),
            400,
            "malformed",
            "|What the client named is not a field of this command."),
        of(
            RENT.formatted(ANN, CANARY, "1},\"" + CANARY + "\":{"),
            400,
            "malformed",
            "|What the client named is not a field of a command."),
        of(
            "{\"type\":\"rent\",\"payload\":\"" + CANARY + "\"}",
            400,
            "malformed",
            "payload|payload must be an object."),
        of(
            "{\"type\":\"rent\",\"aggregateId\":\"" + CANARY + "\"}",
            400,
            "malformed",
            "aggregateId|aggregateId must not be present: rent makes it."),
        of(
            GOOD,
            List.of("If-Match", CANARY),
            400,
            "malformed",
            "If-Match|If-Match must be one version in quotes, like \"3\"."),
        of(
            GOOD,
            List.of("Idempotency-Key", "\"" + CANARY),
            400,
            "malformed",
            "Idempotency-Key|Idempotency-Key must be 1 to 200 printable ASCII characters, best in"
                + " quotes."),
        of(
            GOOD,
            List.of("X-Causation-Id", CANARY + "é"),
            400,
            "malformed",
            "X-Causation-Id|X-Causation-Id must be 1 to 200 printable ASCII characters."),
        of(
            GOOD,
            List.of("If-Match", "\"3\""),
            412,
            "not-the-expected-version",
            "|It is at version 0, not 3."));
  }

  @ParameterizedTest
  @MethodSource("refusedOfARenting")
  void eachReasonLeavesALineWithWhatWasAskedByWhomAndEveryBrokenRule(
      String body, List<String> headers, int status, String problem, List<String> broken) {
    var answered = send(body, headers.toArray(String[]::new));

    assertEquals(status, answered.status(), answered.body());
    var refusal = theOnlyRefusal(answered);
    assertEquals("/problems/" + problem, refusal.path("problem").asText());
    assertEquals("rent", refusal.path("commandType").asText());
    assertEquals(ANN, refusal.path("caller").asText());
    assertEquals(broken, broken(refusal));
  }

  static Stream<Arguments> refusedBeforeItIsKnownWhatItIs() {
    return Stream.of(
        of(
            "{\"type\":\"" + CANARY + "\",\"payload\":{\"" + CANARY + "\":1}}",
            400,
            "malformed",
            "type|type must be one of rent, fill, inspect."),
        of("{\"payload\":\"" + CANARY + "\"}", 400, "malformed", "type|type must be present."),
        of(
            "{\"type\":{\"" + CANARY + "\":\"rent\"}}",
            400,
            "malformed",
            "type|type must be a string."),
        of(
            "[\"" + CANARY + "\"]",
            400,
            "malformed",
            "|The body must be an object with type and payload."),
        of(
            "\"" + CANARY + "\" " + CANARY,
            400,
            "malformed",
            "|The body must be JSON: line 1, column 22: this is not JSON."),
        of(
            "{\"payload\":{\"" + CANARY + "\":\"\\ud800\"}}",
            400,
            "malformed",
            "|What the client named must be well-formed Unicode."),
        of(
            GOOD,
            List.of("Content-Type", "text/" + CANARY),
            415,
            "not-json",
            "|Content-Type must be application/json, in UTF-8."),
        of(CANARY.repeat(20_000), 413, "too-large", "|The body must have at most 256 KiB."));
  }

  @ParameterizedTest
  @MethodSource("refusedBeforeItIsKnownWhatItIs")
  void whatCannotBeReadLeavesALineToo(
      String body, List<String> headers, int status, String problem, List<String> broken) {
    var answered = send(body, headers.toArray(String[]::new));

    assertEquals(status, answered.status(), answered.body());
    var refusal = theOnlyRefusal(answered);
    assertEquals("/problems/" + problem, refusal.path("problem").asText());
    assertEquals(ANN, refusal.path("caller").asText());
    assertEquals(broken, broken(refusal));
    assertFalse(refusal.has("commandType"));
  }

  @Test
  void aBodyThatBreaksOffLeavesALine() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException(CANARY);
          }
        };
    var refusal = theOnlyRefusal(send("ann", broken));
    assertEquals("/problems/timeout", refusal.path("problem").asText());
    assertEquals(ANN, refusal.path("caller").asText());
  }

  @Test
  void whoSaysNothingOfThemselvesLeavesALineWithoutACaller() {
    var refusal = theOnlyRefusal(send("", stream(GOOD)));
    assertEquals("/problems/unauthorized", refusal.path("problem").asText());
    assertFalse(refusal.has("caller"));
  }

  /** A subject may be anything that an issuer likes: an e-mail address, too. */
  @Test
  void whoAsksIsInTheLogByAnIdAlone() {
    var refusal = theOnlyRefusal(send(CANARY, stream(RENT.formatted(ANN, "mine", 1))));
    assertEquals("/problems/forbidden", refusal.path("problem").asText());
    assertEquals(Ids.caller(CANARY), refusal.path("caller").asText());
  }

  @Test
  void aParameterThatThereIsNotIsNotNamed() {
    var refusal = theOnlyRefusal(send("ann", "/lockers/commands?canary=canary", stream(GOOD)));
    assertEquals(List.of("|What the client named is not a parameter here."), broken(refusal));
  }

  @Test
  void tooManyAtATimeLeaveALine() {
    System.setProperty("concurrency", "2");
    lockers = Lockers.commands(store);
    var second = new ArrayList<Answered>();
    var first =
        new FilterInputStream(stream(GOOD)) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            if (second.isEmpty()) {
              second.add(RefusedCommandsTest.this.send(GOOD));
            }
            return super.read(bytes, offset, length);
          }
        };
    assertEquals(202, send("ann", first).status());
    var refusal = theOnlyRefusal(second.getFirst());
    assertEquals("/problems/too-many-requests", refusal.path("problem").asText());
    assertEquals(ANN, refusal.path("caller").asText());
  }

  private void refusedOn(String id, Answered answered, String problem, String... broken) {
    var refusal = theOnlyRefusal(answered);
    assertEquals("/problems/" + problem, refusal.path("problem").asText(), answered.body());
    assertEquals(id, refusal.path("aggregateId").asText());
    assertEquals(ANN, refusal.path("caller").asText());
    assertEquals(List.of(broken), broken(refusal));
  }

  @Test
  void whatIsNotThereIsNamedByItsId() {
    refusedOn(
        "nowhere", send(FILL.formatted("nowhere", CANARY, 1)), "not-found", "|Locker not found.");
  }

  @Test
  void whatIsForStaffIsNamedByItsId() {
    refusedOn(
        "of-the-house",
        send(FILL.formatted("of-the-house", CANARY, 1)),
        "forbidden",
        "|Only staff may do this.");
  }

  @Test
  void whatTheStateForbids() {
    var id = rented();
    assertEquals(202, send(FILL.formatted(id, CANARY, 1)).status());
    refusedOn(id, send(FILL.formatted(id, CANARY, 1)), "conflict", "|Locker must be empty.");
  }

  @Test
  void whatIsTaken() {
    rented();
    var refusal = theOnlyRefusal(send(RENT.formatted(ANN, "mine", 1)));
    assertEquals("/problems/conflict", refusal.path("problem").asText());
    assertEquals(List.of("|Label is already taken."), broken(refusal));
  }

  @Test
  void anUnexpectedVersion() {
    var id = rented();
    refusedOn(
        id,
        send(FILL.formatted(id, CANARY, 1), "If-Match", "\"7\""),
        "not-the-expected-version",
        "|It is at version 1, not 7.");
  }

  @Test
  void aKeyThatWasUsedForSomethingElse() {
    var id = rented();
    refusedOn(
        id,
        send(RENT.formatted(ANN, CANARY, 2), "Idempotency-Key", "rented"),
        "key-reused",
        "|The Idempotency-Key was used for another command.");
  }

  @Test
  void anEventThatIsTooLarge() {
    var id = rented();
    refusedOn(
        id,
        send(FILL.formatted(id, CANARY, 20_000)),
        "too-large",
        "|filled is 360014 bytes; an event may have 262144");
  }

  @Test
  void aFieldInAMapIsNotNamed() {
    var id = rented();
    var notes = FILL.formatted(id, CANARY, 1).replace("{}", "{\"" + CANARY + "\":7}");
    refusedOn(id, send(notes), "malformed", "|What the client named must be a string.");
  }

  @Test
  void racesThatAreAllLost() {
    var id = rented();
    lockers = Lockers.commands(failing(stream -> new VersionConflict(stream, 1)));
    refusedOn(
        id,
        send(FILL.formatted(id, CANARY, 1)),
        "lost-every-race",
        "|Others changed it at the same time, 6 times in a row. Try again.");
  }

  @Test
  void whatFailsOnOurSideIsNoRefusal() {
    lockers = Lockers.commands(failing(stream -> new TransientFailure("no answer", null)));
    assertEquals(503, send(RENT.formatted(ANN, CANARY, 1)).status());
    assertEquals(List.of(), refusals());
    assertFalse(log.toString(StandardCharsets.UTF_8).contains("canary"), log::toString);
  }

  /** The store, but that no append to a stream ever comes to a good end. */
  private EventStore failing(Function<String, RuntimeException> end) {
    return new ForwardingEventStore(store) {
      @Override
      public void append(List<RecordedEvent> events, List<Reservation> reservations) {
        throw end.apply(events.getFirst().stream());
      }
    };
  }

  /** Somebody only asks whether it would be. */
  @Test
  void aDryRunThatIsRefusedSaysThatItIsOne() {
    var refused = RENT.formatted(ANN, CANARY, 0);
    var dry = theOnlyRefusal(send("ann", "/lockers/commands?dryRun=true", stream(refused)));
    assertEquals("true", dry.path("dryRun").asText());
    send(refused);
    assertFalse(refusals().getLast().has("dryRun"));
  }

  @Test
  void anAcceptedCommandLeavesNone() {
    var id = rented();
    send(RENT.formatted(ANN, "mine", 1), "Idempotency-Key", "rented");
    send(FILL.formatted(id, CANARY, 1));
    assertEquals(3, lines().size());
    assertEquals(List.of(), refusals());
    assertFalse(log.toString(StandardCharsets.UTF_8).contains("canary"), log::toString);
  }

  @Test
  void aRetryOfARefusedCommandLeavesItsOwnLine() {
    var refused = RENT.formatted(ANN, CANARY, 0);
    send(refused, "Idempotency-Key", "1");
    send(refused, "Idempotency-Key", "1");
    var refusals = refusals();
    assertEquals(2, refusals.size());
    assertEquals(refusals.getFirst(), refusals.getLast());
    var commandIds = lines().stream().map(line -> line.path("commandId")).distinct().toList();
    assertEquals(1, commandIds.size());
  }

  /** The line of the request is there anyway: this much a refusal costs beyond an acceptance. */
  @Test
  void aRefusalAddsSomeHundredBytesToTheLineOfItsRequest() {
    rented();
    int accepted = log.size();
    send(RENT.formatted(ANN, CANARY + "x".repeat(40), 0));
    int refused = log.size() - accepted;
    out.printf("a line of %d bytes, of a refusal %d%n", accepted, refused);
    assertTrue(refused - accepted < 450, "%d and %d".formatted(accepted, refused));
  }
}
