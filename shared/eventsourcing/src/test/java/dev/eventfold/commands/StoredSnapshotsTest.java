package dev.eventfold.commands;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.store.TransientFailure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredSnapshotsTest {

  private sealed interface Tab {
    record Open(String table) implements Tab {}

    record Paid(int drinks) implements Tab {}

    record Lost() implements Tab {}
  }

  private final InMemoryQueryStore store = new InMemoryQueryStore();

  private static StoredSnapshots<Tab> snapshots(QueryStore store) {
    return new StoredSnapshots<>(
        store, "bar", 1, Map.of("open", Tab.Open.class, "paid", Tab.Paid.class));
  }

  private static LoadedStream<Tab> stream(Tab state) {
    var commands = RecentCommands.of("b c*2", 7);
    return new LoadedStream<>("tab", 7, state, commands, 0).measured();
  }

  @Test
  void eachTypeOfStateIsGivenBackAsItWas() {
    for (var state : List.of(new Tab.Open("7"), new Tab.Paid(3), new Tab.Open("8"))) {
      snapshots(store).save(stream(state));
      assertEquals(Optional.of(stream(state)), snapshots(store).load("tab"));
    }
  }

  /** Another version of this code may have written it: a slower load, no more. */
  @ParameterizedTest
  @ValueSource(strings = {"[{\"id\":\"c\",\"first\":6,\"last\":7}]", "\"b c*x\"", "null", "{}"})
  void commandsOfAnotherShapeAreIgnored(String commands) {
    var body =
        Json.parse(
            """
            {"schema": 1, "version": 7, "type": "paid", "state": {"drinks": 3}, "commands": %s}
            """
                .formatted(commands));
    var content = new Document.Content("tab", 7, Optional.of(body), Map.of());
    store.commit(List.of(new Write("bar-snapshots", content, new Write.Precondition.None())));
    assertEquals(Optional.empty(), snapshots(store).load("tab"));
  }

  /** Nobody has said how it is stored: that is a slower load, no more. */
  @Test
  void aTypeOfStateWithoutANameIsNotKept() {
    assertDoesNotThrow(() -> snapshots(store).save(stream(new Tab.Lost())));
    assertEquals(Optional.empty(), snapshots(store).load("tab"));
  }

  /** Firestore takes no larger document. */
  @ParameterizedTest
  @ValueSource(ints = {900, 901})
  void aStateThatIsTooLargeIsNotKept(int kilobytes) {
    int rest = 200;
    var large = stream(new Tab.Open("x".repeat(kilobytes * 1024 - rest)));
    snapshots(store).save(large);
    assertEquals(
        kilobytes == 900 ? Optional.of(large) : Optional.empty(), snapshots(store).load("tab"));
  }

  @Test
  void aStoreThatDoesNotAnswerFailsNoCommand() {
    var failing =
        new ForwardingQueryStore(store) {
          @Override
          public Map<Key, Document> get(Collection<Key> keys) {
            throw new TransientFailure("no answer", null);
          }

          @Override
          public List<Revision> commit(List<Write> writes) {
            throw new TransientFailure("no answer", null);
          }
        };
    assertDoesNotThrow(() -> snapshots(failing).save(stream(new Tab.Open("7"))));
    assertEquals(Optional.empty(), snapshots(failing).load("tab"));
    assertEquals(List.of(), store.page("bar-snapshots", Query.first(1)));
  }
}
