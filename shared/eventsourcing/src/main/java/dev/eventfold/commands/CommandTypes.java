package dev.eventfold.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The commands of a service by the names that clients use, and the strict binding of their
 * payloads: every field present, known and of its type.
 *
 * @param <C> what payloads are bound to
 */
public final class CommandTypes<C> {

  private record Entry<C>(boolean creates, Class<? extends C> type) {}

  private final Map<String, Entry<C>> byName = new LinkedHashMap<>();

  /** A command that makes a new aggregate. */
  public CommandTypes<C> creates(String name, Class<? extends C> type) {
    byName.put(name, new Entry<>(true, type));
    return this;
  }

  /** A command on an aggregate that exists. */
  public CommandTypes<C> changes(String name, Class<? extends C> type) {
    byName.put(name, new Entry<>(false, type));
    return this;
  }

  /** The names, in the order in which they were added. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * Whether a command makes a new aggregate; empty where there is no such command, any more or yet.
   */
  public Optional<Boolean> createsAggregate(String name) {
    return Optional.ofNullable(byName.get(name)).map(Entry::creates);
  }

  private Entry<C> entry(String name) {
    var entry = byName.get(name);
    if (entry == null) {
      throw new Malformed(
          "type", "type must be one of %s.".formatted(String.join(", ", byName.keySet())));
    }
    return entry;
  }

  /**
   * @throws Malformed a field is missing, unknown or of the wrong type, or there is no such command
   */
  public C bind(String name, JsonNode payload) {
    var type = entry(name).type();
    if (!payload.isObject()) {
      throw new Malformed("payload", "payload must be an object.");
    }
    try {
      return Json.STRICT.treeToValue(payload, type);
    } catch (JsonMappingException e) {
      throw malformed(payload, e);
    } catch (JsonProcessingException e) {
      throw new Malformed("payload", "payload must fit the command.");
    }
  }

  private static Malformed malformed(JsonNode payload, JsonMappingException e) {
    var path =
        e.getPath().stream()
            .map(at -> at.getFieldName() == null ? "" + at.getIndex() : at.getFieldName())
            .toList();
    var field = path.stream().collect(Collectors.joining(".", "payload.", ""));
    if (e instanceof UnrecognizedPropertyException) {
      return Malformed.unknownName(field, "is not a field of this command.");
    }
    var at = payload;
    for (var step : e.getPath()) {
      var name = step.getFieldName();
      at = name == null ? at.path(step.getIndex()) : at.path(name);
    }
    var target = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    var rule =
        at.isMissingNode() || at.isNull()
            ? "must be present."
            : "must be %s.".formatted(words(target));
    boolean hasKeysOfTheClient = e.getPath().stream().anyMatch(it -> it.getFrom() instanceof Map);
    return hasKeysOfTheClient
        ? Malformed.unknownName(field, rule)
        : new Malformed(field, field + " " + rule);
  }

  private static String words(Class<?> type) {
    if (type == null) {
      return "of its type";
    } else if (type == String.class) {
      return "a string";
    } else if (type == int.class || type == long.class) {
      return "a whole number";
    } else if (Number.class.isAssignableFrom(type)) {
      return "a decimal number like 10.00";
    } else if (type == boolean.class) {
      return "true or false";
    }
    return "an object";
  }
}
