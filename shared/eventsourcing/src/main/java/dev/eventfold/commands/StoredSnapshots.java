package dev.eventfold.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Snapshots in a query store, one document a stream.
 *
 * @param <S> the state; each of its record types has a name in the table, as stored
 */
public final class StoredSnapshots<S> implements Snapshots<S> {

  private static final System.Logger LOG = System.getLogger(StoredSnapshots.class.getName());

  /**
   * Below Firestore's 1 MiB a document, with room for its other fields. Only a state can be so
   * large: the ids of commands that a snapshot remembers are about 20 KiB at most.
   */
  private static final int MAX_BYTES = 900 * 1024;

  private record Stored(int schema, long version, String type, JsonNode state, String commands) {}

  private final QueryStore store;
  private final String collection;
  private final int schema;
  private final Map<String, Class<? extends S>> types;

  /**
   * @param schema the version of the state's shape; snapshots with another one are ignored
   */
  public StoredSnapshots(
      QueryStore store, String service, int schema, Map<String, Class<? extends S>> types) {
    this.store = store;
    this.collection = collection(service);
    this.schema = schema;
    this.types = Map.copyOf(types);
  }

  static String collection(String service) {
    return service + "-snapshots";
  }

  @Override
  public Optional<LoadedStream<S>> load(String stream) {
    try {
      var key = new QueryStore.Key(collection, stream);
      var document = Optional.ofNullable(store.get(List.of(key)).get(key));
      return document.flatMap(Document::body).flatMap(body -> read(stream, body));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "snapshot of " + stream + " not read", e);
      return Optional.empty();
    }
  }

  private Optional<LoadedStream<S>> read(String stream, JsonNode body) {
    try {
      var stored = Json.TOLERANT.treeToValue(body, Stored.class);
      if (stored.schema() != schema || !types.containsKey(stored.type())) {
        return Optional.empty();
      }
      S state = Json.TOLERANT.treeToValue(stored.state(), types.get(stored.type()));
      var commands = RecentCommands.of(stored.commands(), stored.version());
      long size = Json.size(stored.state());
      return Optional.of(new LoadedStream<>(stream, stored.version(), state, commands, size));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return Optional.empty();
    }
  }

  @Override
  public void save(LoadedStream<S> folded) {
    try {
      var commands = folded.commands().text();
      var state = folded.state();
      var body =
          Json.tree(new Stored(schema, folded.version(), type(state), Json.tree(state), commands));
      int bytes = Json.text(body).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_BYTES) {
        throw new IllegalArgumentException(
            "its state is too large for a document: %d bytes".formatted(bytes));
      }
      var content =
          new Document.Content(folded.stream(), folded.version(), Optional.of(body), Map.of());
      store.commit(List.of(new Write(collection, content, new Write.Precondition.None())));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "snapshot of " + folded.stream() + " not written", e);
    }
  }

  private String type(S state) {
    return types.entrySet().stream()
        .filter(entry -> entry.getValue() == state.getClass())
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
