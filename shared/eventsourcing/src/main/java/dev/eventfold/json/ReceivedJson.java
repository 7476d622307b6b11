package dev.eventfold.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** JSON from outside, checked before anything is made of it. Says what is wrong, and where. */
public final class ReceivedJson {

  /** Arithmetic on a number like 1e999999999 takes all memory. */
  private static final int MAX_SCALE = 1_000;

  /**
   * What must be otherwise.
   *
   * @param path the field, empty for the whole
   * @param rule what the field must be
   */
  private record Wrong(String path, String rule) {

    Wrong in(String parent) {
      return new Wrong(path.isEmpty() ? parent : parent + "." + path, rule);
    }

    Malformed malformed() {
      return path.isEmpty()
          ? new Malformed("", "The body " + rule)
          : Malformed.unknownName(path, rule);
    }
  }

  private ReceivedJson() {}

  /**
   * The tree; missing where there is nothing.
   *
   * @throws Malformed it is not JSON, or holds what no store keeps
   */
  public static JsonNode parse(String text) {
    var tree = read(text);
    wrong(tree)
        .ifPresent(
            wrong -> {
              throw wrong.malformed();
            });
    return tree;
  }

  private static JsonNode read(String text) {
    try (var parser = Json.TOLERANT.createParser(text)) {
      try {
        var tree = Json.TOLERANT.<JsonNode>readTree(parser);
        return tree == null ? MissingNode.getInstance() : tree;
      } catch (JsonProcessingException e) {
        var at = Optional.ofNullable(e.getLocation()).orElse(parser.currentLocation());
        throw notJson(at, words(e));
      } catch (NumberFormatException e) {
        throw notJson(parser.currentLocation(), "a number must be of an ordinary size");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text is always there", e);
    }
  }

  private static Malformed notJson(JsonLocation at, String why) {
    return new Malformed(
        "",
        "The body must be JSON: line %d, column %d: %s."
            .formatted(at.getLineNr(), at.getColumnNr(), why));
  }

  /** Never the parser's own words, which tell of its inside. */
  private static String words(JsonProcessingException e) {
    return switch (e) {
      case StreamConstraintsException tooMuch ->
          "a number or a name is too long, or it is nested more than %d deep"
              .formatted(Json.MAX_DEPTH);
      case JsonEOFException end -> "it ends too early";
      case MismatchedInputException more -> "something follows it";
      default ->
          e.getOriginalMessage().startsWith("Duplicate field")
              ? "a field is there twice"
              : "this is not JSON";
    };
  }

  /** Paths are put together for what is wrong alone: there may be very many, and long ones. */
  private static Optional<Wrong> wrong(JsonNode node) {
    if (node.isTextual() && !isWellFormed(node.textValue())) {
      return Optional.of(new Wrong("", "must be well-formed Unicode."));
    }
    if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MAX_SCALE) {
      return Optional.of(new Wrong("", "must be a number of an ordinary size."));
    }
    for (var field : node.properties()) {
      if (!isWellFormed(field.getKey())) {
        return Optional.of(new Wrong("", "must have field names of well-formed Unicode."));
      }
      var wrong = wrong(field.getValue());
      if (wrong.isPresent()) {
        return wrong.map(it -> it.in(field.getKey()));
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      var index = Integer.toString(i);
      var wrong = wrong(node.get(i));
      if (wrong.isPresent()) {
        return wrong.map(it -> it.in(index));
      }
    }
    return Optional.empty();
  }

  /** JSON can spell half a character ("\ud800"). */
  private static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }
}
