package restaurant.eventsourcing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A collection of the query store: what its documents hold and what they are found by.
 *
 * @param collection its name
 * @param type what a document shows, a record
 * @param index what a document can be filtered and sorted by, see {@link Document.Content#index}
 */
public record View<V>(String collection, Class<V> type, Function<V, Map<String, Object>> index) {

  /** The same view in another collection. */
  public View<V> in(String other) {
    return new View<>(other, type, index);
  }

  public QueryStore.Key key(String id) {
    return new QueryStore.Key(collection, id);
  }

  Document.Content content(String id, long version, Optional<V> shown) {
    return new Document.Content(
        id, version, shown.map(Json::tree), shown.map(index).orElse(Map.of()));
  }

  public Optional<V> shown(Document.Content content) {
    return content.body().map(this::bind);
  }

  private V bind(JsonNode body) {
    try {
      return Json.TOLERANT.treeToValue(body, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "a document of %s is not a %s: rebuild it".formatted(collection, type.getSimpleName()),
          e);
    }
  }
}
