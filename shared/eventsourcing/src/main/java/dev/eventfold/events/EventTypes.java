package dev.eventfold.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The one table between stored type names and event classes, with the upcasters that lift old
 * payloads to today's shape before they are bound. Immutable once built.
 *
 * @param <E> the events of one service, or those of another one's that a consumer uses
 */
public final class EventTypes<E> implements EventReader<E> {

  /**
   * A row of the table.
   *
   * @param schema the version of the payload that {@code type} has and that is written
   */
  public record Entry<E>(String name, int schema, Class<? extends E> type) {}

  private final boolean own;
  private final Map<String, Entry<E>> byName = new LinkedHashMap<>();
  private final Map<Class<?>, Entry<E>> byClass = new HashMap<>();
  private final Map<String, UnaryOperator<ObjectNode>> upcasters = new HashMap<>();
  private final Map<String, UnaryOperator<ObjectNode>> downcasters = new HashMap<>();

  private EventTypes(boolean own) {
    this.own = own;
  }

  /** For a service's own streams: a type that is not in the table is an error. */
  public static <E> EventTypes<E> own() {
    return new EventTypes<>(true);
  }

  /**
   * For another service's streams: a type that is not in the table is none of our business. Of one
   * that is, each schema must be declared, by an upcaster that may be the identity: a new one can
   * give an old field another meaning.
   */
  public static <E> EventTypes<E> foreign() {
    return new EventTypes<>(false);
  }

  public EventTypes<E> add(String name, Class<? extends E> type) {
    return add(name, 1, type);
  }

  /**
   * @param schema the version of the payload that {@code type} has today
   */
  public EventTypes<E> add(String name, int schema, Class<? extends E> type) {
    var entry = new Entry<E>(name, schema, type);
    if (byName.putIfAbsent(name, entry) != null || byClass.putIfAbsent(type, entry) != null) {
      throw new IllegalArgumentException(name + " is in the table already");
    }
    return this;
  }

  /** Lifts a payload of {@code name} from schema {@code from} to {@code from + 1}. */
  public EventTypes<E> upcast(String name, int from, UnaryOperator<ObjectNode> lift) {
    upcasters.put(name + "/" + from, lift);
    return this;
  }

  /**
   * Brings a payload of {@code name} from schema {@code from} down to {@code from - 1}: for code
   * that is to read what the next version writes, and does not write it yet.
   */
  public EventTypes<E> downcast(String name, int from, UnaryOperator<ObjectNode> lower) {
    downcasters.put(name + "/" + from, lower);
    return this;
  }

  /** The table, in the order in which it was made. */
  public List<Entry<E>> entries() {
    return List.copyOf(byName.values());
  }

  /** The last schema of a type in the table that is read: the one that is written, or a later. */
  public int newestSchema(String name) {
    int newest = byName.get(name).schema();
    while (downcasters.containsKey(name + "/" + (newest + 1))) {
      newest++;
    }
    return newest;
  }

  public String name(E event) {
    return entry(event).name();
  }

  public int schema(E event) {
    return entry(event).schema();
  }

  private Entry<E> entry(E event) {
    var entry = byClass.get(event.getClass());
    if (entry == null) {
      throw new IllegalArgumentException(event.getClass() + " is not in the table of event types");
    }
    return entry;
  }

  /**
   * The domain event, or empty for a type that a foreign consumer does not know.
   *
   * @throws UnreadableEvent it should be understood and cannot be
   */
  @Override
  public Optional<TypedEvent<E>> read(RecordedEvent event) {
    var entry = byName.get(event.type());
    if (entry == null) {
      if (own) {
        throw new UnreadableEvent(event, "unknown type");
      }
      return Optional.empty();
    }
    return Optional.of(new TypedEvent<>(bind(event, entry), event));
  }

  private E bind(RecordedEvent event, Entry<E> entry) {
    if (!(event.payload() instanceof ObjectNode payload)) {
      throw new UnreadableEvent(event, "the payload is not an object");
    }
    try {
      return Json.TOLERANT.treeToValue(cast(event, payload, entry), entry.type());
    } catch (JsonMappingException e) {
      throw doesNotBind(event, path(e) + e.getOriginalMessage());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw doesNotBind(event, e.getMessage());
    }
  }

  private ObjectNode cast(RecordedEvent event, ObjectNode payload, Entry<E> entry) {
    var cast = payload;
    int schema = event.schema();
    while (schema != entry.schema()) {
      boolean isOld = schema < entry.schema();
      var caster = (isOld ? upcasters : downcasters).get(entry.name() + "/" + schema);
      if (caster == null) {
        throw new UnreadableEvent(event, "unknown schema");
      }
      try {
        cast = caster.apply(cast.deepCopy());
      } catch (RuntimeException e) {
        throw new UnreadableEvent(event, "schema %d can't be cast: %s".formatted(schema, e));
      }
      schema += isOld ? 1 : -1;
    }
    return cast;
  }

  private static UnreadableEvent doesNotBind(RecordedEvent event, String why) {
    var firstLine = why.lines().findFirst().orElse("");
    return new UnreadableEvent(event, "the payload does not bind: " + firstLine);
  }

  /** Which field it is, like {@code lines[0].price}, and a colon; empty where it is none. */
  private static String path(JsonMappingException e) {
    var path =
        e.getPath().stream()
            .map(
                at ->
                    at.getFieldName() == null ? "[" + at.getIndex() + "]" : "." + at.getFieldName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "" : path.replaceFirst("^\\.", "") + ": ";
  }
}
