package restaurant.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.TreeSet;

/** Compares an answer with the published one: all is the same but times and page tokens. */
final class Likeness {

  private Likeness() {}

  /** The first difference; empty when there is none. */
  static Optional<String> difference(JsonNode published, JsonNode answer) {
    return difference("", published, answer);
  }

  private static Optional<String> difference(String at, JsonNode published, JsonNode answer) {
    if (published.isObject() && answer.isObject()) {
      var names = new TreeSet<String>();
      published.fieldNames().forEachRemaining(names::add);
      answer.fieldNames().forEachRemaining(names::add);
      return names.stream()
          .flatMap(
              name -> difference(at + "/" + name, published.path(name), answer.path(name)).stream())
          .findFirst();
    }
    if (published.isArray() && answer.isArray() && published.size() == answer.size()) {
      for (int i = 0; i < published.size(); i++) {
        var found = difference(at + "/" + i, published.path(i), answer.path(i));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    return same(at, published, answer)
        ? Optional.empty()
        : Optional.of("%s is %s, and published as %s".formatted(at, answer, published));
  }

  private static boolean same(String at, JsonNode published, JsonNode answer) {
    if (published.isNumber() && answer.isNumber()) {
      return published.decimalValue().compareTo(answer.decimalValue()) == 0;
    }
    if (at.endsWith("/nextPageToken") || isTime(published)) {
      return published.isTextual() && answer.isTextual() && isTime(published) == isTime(answer);
    }
    // What is sealed is never sealed the same way.
    return isSealed(published) && isSealed(answer) || published.equals(answer);
  }

  private static boolean isSealed(JsonNode node) {
    return node.asText().matches("enc:[^:]+:[A-Za-z0-9+/]+={0,2}");
  }

  private static boolean isTime(JsonNode node) {
    try {
      Instant.parse(node.asText());
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
