package dev.eventfold.testing.schemas;

import com.fasterxml.jackson.databind.JsonNode;

/** Names of things in what the gate says. */
final class Words {

  private Words() {}

  static String of(Class<?> type) {
    return type.getTypeName().replace('$', '.');
  }

  static String path(String parent, String field) {
    return parent.isEmpty() ? field : parent + "." + field;
  }

  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case NUMBER -> node.isIntegralNumber() ? "a whole number" : "a number with a fraction";
      case STRING -> "a text";
      case BOOLEAN -> "true or false";
      case ARRAY -> "a list of " + node.size();
      case OBJECT -> "an object";
      case BINARY, MISSING, NULL, POJO -> "nothing";
    };
  }
}
