package dev.eventfold.testing.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The parts of a record that JSON can hold: components, elements of lists, values of maps,
 * constants of enums, however deep; and where some JSON has them.
 */
final class Parts {

  private static final Set<Class<?>> OPTIONAL =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  private final List<String> lacking = new ArrayList<>();
  private final List<String> optional = new ArrayList<>();

  /** A record in itself is looked at once. */
  private final Set<Class<?>> above = new HashSet<>();

  private Parts() {}

  /** The parts that none of the JSON has. */
  static List<String> lackedBy(List<JsonNode> some, Class<?> type) {
    return walked(some, type).lacking;
  }

  /** The Optional parts that some of the JSON has. */
  static List<String> optionalIn(List<JsonNode> some, Class<?> type) {
    return walked(some, type).optional;
  }

  private static Parts walked(List<JsonNode> some, Class<?> type) {
    var parts = new Parts();
    parts.walk("", type, some);
    return parts;
  }

  private void walk(String path, Type type, List<JsonNode> some) {
    if (type instanceof ParameterizedType generic) {
      var raw = (Class<?>) generic.getRawType();
      var last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      if (raw == Optional.class) {
        walk(path, last, some);
      } else if (Collection.class.isAssignableFrom(raw)) {
        part(path + "[]", last, some.stream().flatMap(JsonNode::valueStream));
      } else if (Map.class.isAssignableFrom(raw)) {
        part(path + "{}", last, some.stream().flatMap(JsonNode::valueStream));
      } else {
        walk(path, raw, some);
      }
    } else if (type instanceof Class<?> plain) {
      walkClass(path, plain, some);
    }
  }

  private void walkClass(String path, Class<?> type, List<JsonNode> some) {
    if (type.isEnum()) {
      for (var constant : type.getEnumConstants()) {
        var name = ((Enum<?>) constant).name();
        part(path + "=" + name, Object.class, some.stream().filter(it -> it.asText().equals(name)));
      }
    } else if (type.isRecord() && above.add(type)) {
      for (var component : type.getRecordComponents()) {
        var name = component.getName();
        var at = Words.path(path, name);
        var there =
            some.stream().map(it -> it.path(name)).filter(it -> !it.isMissingNode()).toList();
        if (OPTIONAL.contains(component.getType()) && !there.isEmpty()) {
          optional.add(at);
        }
        part(at, component.getGenericType(), there.stream());
      }
      above.remove(type);
    }
  }

  private void part(String path, Type type, Stream<JsonNode> there) {
    var some = there.toList();
    if (some.isEmpty()) {
      lacking.add(path);
    } else {
      walk(path, type, some);
    }
  }
}
