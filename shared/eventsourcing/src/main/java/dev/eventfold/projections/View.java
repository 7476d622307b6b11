package dev.eventfold.projections;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A collection of the query store: what its documents hold and what they are found by.
 *
 * @param collection its name
 * @param type what a document shows, a record
 * @param index what a document can be filtered and sorted by, see {@link Document.Content#index}
 * @param shape the number of what a document shows and is found by: another one for each change, 1
 *     at first
 * @param expiry the field of the index with the time at which a document may be deleted, if ever
 */
public record View<V>(
    String collection,
    Class<V> type,
    Function<V, Map<String, Object>> index,
    int shape,
    Optional<String> expiry) {

  /** Beside the fields of a document that has another shape than the first. */
  private static final String SHAPE = "$shape";

  private static final int FIRST = 1;

  /** A view of the first shape. */
  public View(String collection, Class<V> type, Function<V, Map<String, Object>> index) {
    this(collection, type, index, FIRST);
  }

  /** A view that is kept for ever. */
  public View(String collection, Class<V> type, Function<V, Map<String, Object>> index, int shape) {
    this(collection, type, index, shape, Optional.empty());
  }

  /** The same view in another collection. */
  public View<V> in(String other) {
    return new View<>(other, type, index, shape, expiry);
  }

  /** The same view, whose documents may be deleted at the time in this field of the index. */
  public View<V> expiringBy(String field) {
    return new View<>(collection, type, index, shape, Optional.of(field));
  }

  public QueryStore.Key key(String id) {
    return new QueryStore.Key(collection, id);
  }

  Document.Content content(String id, long version, Optional<V> shown) {
    return new Document.Content(
        id, version, shown.map(this::body), shown.map(index).orElse(Map.of()));
  }

  private JsonNode body(V shown) {
    var body = Json.tree(shown);
    if (shape != FIRST && body instanceof ObjectNode fields) {
      fields.put(SHAPE, shape);
    }
    return body;
  }

  /**
   * What a document shows.
   *
   * @throws AnotherShape it has another shape than this view
   */
  public Optional<V> shown(Document.Content content) {
    if (!hasShape(content)) {
      throw anotherShape(content, null);
    }
    return content.body().map(body -> bind(content, body));
  }

  /** Whether a document says that it is of this shape; one that shows nothing is of any. */
  public boolean hasShape(Document.Content content) {
    return content.body().map(body -> body.path(SHAPE).asInt(FIRST) == shape).orElse(true);
  }

  /** Whether it is. */
  boolean fits(Document.Content content) {
    try {
      shown(content);
      return true;
    } catch (AnotherShape other) {
      return false;
    }
  }

  /**
   * A document as if it were of this shape.
   *
   * @throws AnotherShape it can't be
   */
  Document.Content inAnyShape(Document.Content content) {
    return content(
        content.id(), content.version(), content.body().map(body -> bind(content, body)));
  }

  /**
   * Some fields of a document of any shape, and nothing else.
   *
   * @throws AnotherShape they can't be bound
   */
  Optional<V> part(Document.Content content, Set<String> fields) {
    return content.body().map(body -> bind(content, fields(content, body).retain(fields)));
  }

  /**
   * A document of any shape, with a part of it as it is now. What the part says nothing of stays as
   * it is.
   */
  Document.Content with(Document.Content content, Optional<V> part) {
    var body = content.body().map(it -> fields(content, it)).orElseThrow();
    part.map(Json::tree).stream()
        .flatMap(tree -> tree.properties().stream())
        .forEach(field -> body.set(field.getKey(), field.getValue()));
    var changed =
        new Document.Content(content.id(), content.version(), Optional.of(body), content.index());
    var index = new HashMap<>(content.index());
    var understood = understood(changed);
    index.replaceAll((field, old) -> understood.getOrDefault(field, old));
    return new Document.Content(content.id(), content.version(), changed.body(), index);
  }

  /** What this code would find it by. */
  private Map<String, Object> understood(Document.Content content) {
    try {
      return inAnyShape(content).index();
    } catch (AnotherShape other) {
      return Map.of();
    }
  }

  private ObjectNode fields(Document.Content content, JsonNode body) {
    if (body instanceof ObjectNode) {
      return body.deepCopy();
    }
    throw anotherShape(content, null);
  }

  private V bind(Document.Content content, JsonNode body) {
    try {
      return Json.TOLERANT.treeToValue(body, type);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw anotherShape(content, e);
    }
  }

  AnotherShape anotherShape(Document.Content content, Exception cause) {
    return new AnotherShape(collection, content.id(), shape, cause);
  }
}
