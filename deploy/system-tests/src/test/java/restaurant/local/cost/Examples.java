package restaurant.local.cost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import restaurant.local.contract.Example;
import restaurant.local.gateway.OpenApi;

/** Commands as the OpenAPI document shows them: those that are accepted. */
final class Examples {

  private final List<Example> accepted =
      Example.tour(OpenApi.load().tree()).stream()
          .filter(it -> it.operation().takesCommands() && it.status() == 202)
          // Others show what becomes of a key that was used before.
          .filter(it -> !it.values().containsKey("Idempotency-Key"))
          .toList();

  /** In the order in which they go together. */
  List<Example> all() {
    return accepted;
  }

  /**
   * The body of a command.
   *
   * @param n which example of it, from 0; after the last, the first again
   */
  ObjectNode body(String type, int n) {
    var some =
        accepted.stream().filter(it -> it.body().path("type").asText().equals(type)).toList();
    if (some.isEmpty()) {
      throw new AssertionError("no openapi.yaml has an example of " + type + " that is accepted");
    }
    return some.get(n % some.size()).body().deepCopy();
  }

  /** The same with another text in its first field that has one, but for ids. */
  static ObjectNode varied(ObjectNode body, String suffix) {
    body.path("payload").properties().stream()
        .filter(field -> field.getValue().isTextual() && !field.getKey().endsWith("Id"))
        .findFirst()
        .ifPresent(field -> field.setValue(TextNode.valueOf(field.getValue().asText() + suffix)));
    return body;
  }
}
