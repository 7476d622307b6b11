package dev.eventfold.gcp.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandTypes;
import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An old command is sent again and meets new code; old code meets what new code has stored. */
class CommandsOfTwoVersionsTest {

  record Written(String text) {}

  /** What a command says, once it is bound and completed. */
  record Write(String text) {}

  record OldNote(String text) {}

  /** The author is new, and must be there. */
  record NewNote(String text, String author) {}

  /** Writes a text down, if it is not too long. */
  private record Rules(int longest) implements Decider<Write, Written, Integer> {

    @Override
    public Integer initial() {
      return 0;
    }

    @Override
    public List<Written> decide(Integer count, Write command) {
      if (command.text().length() > longest) {
        throw new Rejection(
            Rejection.Kind.INVALID, List.of(new Rejection.Broken("text", "Text is too long.")));
      }
      return List.of(new Written(command.text()));
    }

    @Override
    public Integer evolve(Integer count, Written event) {
      return count + 1;
    }
  }

  private static final String NOTE =
      "{\"type\":\"%s\",\"payload\":{\"text\":\"a long text\",\"price\":%s}}";

  private static final CommandAccess<Object> ANYBODY = (caller, id) -> {};

  private final InMemoryEventStore store = new InMemoryEventStore();

  private final HttpCommands<?, ?> old =
      version(
          new CommandTypes<>()
              .creates("makeNote", OldNote.class)
              .changes("changeNote", OldNote.class),
          ANYBODY,
          note -> new Write(((OldNote) note).text()),
          100);

  @BeforeEach
  void silently() {
    System.setProperty("log.severity", "OFF");
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("log.severity");
  }

  private HttpCommands<?, ?> version(
      CommandTypes<Object> types,
      CommandAccess<Object> access,
      Function<Object, Write> lookUp,
      int longest) {
    var handler =
        CommandHandler.of(
                "notes",
                Aggregate.of(
                    new Rules(longest), EventTypes.<Written>own().add("written", Written.class)),
                store)
            .retries(RetryPolicy.RACES.with(attempt -> {}));
    var policy = new CommandPolicy<>(access, (String id, Object note) -> lookUp.apply(note));
    return new HttpCommands<>("notes", "/notes", types, policy, handler);
  }

  private static Answered send(HttpCommands<?, ?> to, String key, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var asked = Asked.post("ann", "/notes/commands", new ByteArrayInputStream(bytes), bytes.length);
    if (!key.isEmpty()) {
      asked.headers().put("Idempotency-Key", List.of(key));
    }
    return Answered.by(to, asked);
  }

  private static String make(String text) {
    return "{\"type\":\"makeNote\",\"payload\":{\"text\":\"%s\"}}".formatted(text);
  }

  private static String change(String id, String text) {
    return "{\"type\":\"changeNote\",\"aggregateId\":\"%s\",\"payload\":{\"text\":\"%s\"}}"
        .formatted(id, text);
  }

  /** What is sent again gets the old answer; what is new, under another key, the new one. */
  private void answersAsBefore(int refusal, HttpCommands<?, ?> fresh) {
    var made = send(old, "1", make("a long text"));
    var id = made.json().path("aggregateId").asText();
    var changed = send(old, "2", change(id, "another text"));
    assertEquals(202, changed.status(), changed.body());
    for (int time = 0; time < 2; time++) {
      assertEquals(changed.body(), send(fresh, "2", change(id, "another text")).body());
      assertEquals(made.body(), send(fresh, "1", make("a long text")).body());
    }
    assertEquals(refusal, send(fresh, "3", make("a long text")).status());
    assertEquals(refusal, send(fresh, "", make("a long text")).status());
    assertEquals(refusal, send(fresh, "3", change(id, "a long text")).status());
    assertEquals(422, send(fresh, "1", make("a short text")).status());
    assertEquals(2, store.readAfter(id, 0, 10).size());
  }

  @Test
  void underATighterRule() {
    answersAsBefore(
        422,
        version(
            new CommandTypes<>()
                .creates("makeNote", OldNote.class)
                .changes("changeNote", OldNote.class),
            ANYBODY,
            note -> new Write(((OldNote) note).text()),
            5));
  }

  @Test
  void whereAFieldIsRequiredThatItLacks() {
    answersAsBefore(
        400,
        version(
            new CommandTypes<>()
                .creates("makeNote", NewNote.class)
                .changes("changeNote", NewNote.class),
            ANYBODY,
            note -> new Write(((NewNote) note).text()),
            100));
  }

  @Test
  void whereThereIsNoSuchCommandAnyMore() {
    answersAsBefore(400, version(new CommandTypes<>(), ANYBODY, note -> new Write(""), 100));
  }

  @Test
  void whereWhatItNamesIsGone() {
    answersAsBefore(
        404,
        version(
            new CommandTypes<>()
                .creates("makeNote", OldNote.class)
                .changes("changeNote", OldNote.class),
            ANYBODY,
            note -> {
              throw Rejection.notFound("Author not found.");
            },
            100));
  }

  /** Reading costs, and what is refused for good has nothing to be found. */
  @Test
  void whatNobodyCanHaveSentBeforeIsRefusedUnread() {
    var fresh = version(new CommandTypes<>(), ANYBODY, note -> new Write(""), 100);
    var id = send(old, "1", make("a long text")).json().path("aggregateId").asText();
    store.append(List.of(later(id)), List.of());
    assertEquals(400, send(fresh, "", change(id, "a")).status());
    assertEquals(503, send(fresh, "2", change(id, "a")).status());
  }

  @Test
  void anEventThatOnlyNewCodeCanReadIsLeftToNewCode() {
    var id = send(old, "1", make("a long text")).json().path("aggregateId").asText();
    store.append(List.of(later(id)), List.of());
    var answer = send(old, "2", change(id, "another text"));
    assertEquals(503, answer.status(), answer.body());
    assertEquals("1", answer.header("Retry-After"));
    assertTrue(answer.json().path("detail").asText().contains("again"), answer.body());
    assertEquals(2, store.readAfter(id, 0, 10).size());
  }

  private static RecordedEvent later(String id) {
    return new RecordedEvent(
        "00000000-0000-5000-8000-000000000001",
        "notes",
        id,
        2,
        "pinned",
        1,
        java.time.Instant.EPOCH,
        Json.parse("{}"),
        new Metadata("c", "h", "", "", "", ""));
  }

  /** Its hash is stored with its events: another one would make every retry another command. */
  @Test
  void howACommandIsHashedStaysAsItIs() {
    var sent = NOTE.formatted("makeNote", "\"10.50\"");
    var fresh =
        version(
            new CommandTypes<>().creates("makeNote", Priced.class),
            ANYBODY,
            note -> new Write(((Priced) note).text()),
            100);
    var id = send(fresh, "1", sent).json().path("aggregateId").asText();
    assertEquals(
        Optional.of("f2059fff"),
        store.readAfter(id, 0, 1).stream()
            .map(event -> event.metadata().commandHash().substring(0, 8))
            .findFirst());
    for (var price : List.of("10.5", "1050e-2", "\"10.5\"")) {
      assertEquals(202, send(fresh, "1", NOTE.formatted("makeNote", price)).status(), price);
    }
    assertEquals(422, send(fresh, "1", NOTE.formatted("makeNote", "\"010.5\"")).status());
  }

  record Priced(String text, java.math.BigDecimal price) {}
}
