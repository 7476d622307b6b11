package dev.eventfold.personal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which fields of a record's JSON are {@link Personal}.
 *
 * @param person the field with the id of the person; empty where it is the stream's, or the
 *     document's
 */
record PersonalFields(Set<String> names, Optional<String> person) {

  private static final Set<Class<?>> CONTAINERS = Set.of(Optional.class, List.class, Set.class);

  /** What becomes of a text. */
  @FunctionalInterface
  interface Leaf {

    /**
     * @param path where it is, as in a JSON pointer
     */
    String of(String path, String text);
  }

  /**
   * @throws IllegalArgumentException it has personal components that can't be kept
   */
  static PersonalFields of(Class<?> type) {
    var components =
        type.isRecord() ? Arrays.asList(type.getRecordComponents()) : List.<RecordComponent>of();
    var names = new TreeSet<String>();
    var person = Optional.<String>empty();
    for (var component : components) {
      boolean isPersonal = component.isAnnotationPresent(Personal.class);
      if (isPersonal && !isOfTexts(component.getGenericType())) {
        throw new IllegalArgumentException(component + ": only texts can be personal.");
      }
      if (!isPersonal && hidesPersonal(component.getGenericType())) {
        throw new IllegalArgumentException(component + ": what is within is personal; it must be.");
      }
      if (isPersonal) {
        names.add(component.getName());
      }
      if (component.isAnnotationPresent(Person.class)) {
        person = Optional.of(component.getName());
      }
    }
    return new PersonalFields(names, person);
  }

  private static boolean isOfTexts(Type type) {
    return switch (type) {
      case Class<?> plain ->
          plain == String.class
              || plain.isRecord()
                  && Arrays.stream(plain.getRecordComponents())
                      .allMatch(it -> isOfTexts(it.getGenericType()));
      case ParameterizedType of ->
          CONTAINERS.contains(of.getRawType()) && isOfTexts(of.getActualTypeArguments()[0]);
      default -> false;
    };
  }

  private static boolean hidesPersonal(Type type) {
    return switch (type) {
      case Class<?> plain when plain.isRecord() ->
          Arrays.stream(plain.getRecordComponents())
              .anyMatch(
                  it ->
                      it.isAnnotationPresent(Personal.class) || hidesPersonal(it.getGenericType()));
      case ParameterizedType of ->
          Stream.of(of.getActualTypeArguments()).anyMatch(PersonalFields::hidesPersonal);
      default -> false;
    };
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  PersonalFields plus(PersonalFields more) {
    var all = new TreeSet<>(names);
    all.addAll(more.names());
    return new PersonalFields(all, person.or(more::person));
  }

  /** Whose they are. */
  String person(JsonNode fields, String otherwise) {
    return person.map(name -> fields.path(name).asText()).orElse(otherwise);
  }

  boolean allMatch(ObjectNode fields, Predicate<String> texts) {
    var others = new ArrayList<String>();
    map(
        fields,
        (path, text) -> {
          if (!texts.test(text)) {
            others.add(path);
          }
          return text;
        });
    return others.isEmpty();
  }

  /** The same, with each personal text as the leaf has it. */
  ObjectNode map(ObjectNode fields, Leaf leaf) {
    var mapped = fields.deepCopy();
    for (var name : names) {
      if (fields.has(name)) {
        mapped.set(name, map("/" + name, fields.get(name), leaf));
      }
    }
    return mapped;
  }

  /** All texts of it, wherever. */
  static JsonNode map(String path, JsonNode node, Leaf leaf) {
    return switch (node) {
      case TextNode text -> TextNode.valueOf(leaf.of(path, text.textValue()));
      case ObjectNode object -> {
        var mapped = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(
                it -> mapped.set(it.getKey(), map(path + "/" + it.getKey(), it.getValue(), leaf)));
        yield mapped;
      }
      case ArrayNode array -> {
        var mapped = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < array.size(); i++) {
          mapped.add(map(path + "/" + i, array.get(i), leaf));
        }
        yield mapped;
      }
      default -> node;
    };
  }
}
