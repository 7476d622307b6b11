package restaurant.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One operation of the document.
 *
 * @param method in capitals
 * @param path its template
 * @param document the whole
 */
public record Operation(String method, String path, JsonNode document) {

  public static List<Operation> all(JsonNode document) {
    return document.path("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue()
                    .propertyStream()
                    .map(Map.Entry::getKey)
                    .filter(key -> !key.equals("parameters"))
                    .map(method -> new Operation(method.toUpperCase(), path.getKey(), document)))
        .toList();
  }

  private JsonNode item() {
    return document.path("paths").path(path);
  }

  public JsonNode tree() {
    return item().path(method.toLowerCase());
  }

  public boolean takesCommands() {
    return tree().has("requestBody");
  }

  public String function() {
    return tree().path("x-function").asText();
  }

  /** Where a value of a parameter goes: "path", "query" or "header". */
  String placeOf(String parameter) {
    return parameters()
        .filter(it -> it.path("name").asText().equals(parameter))
        .map(it -> it.path("in").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError(this + " has no parameter " + parameter));
  }

  public Stream<JsonNode> parameters() {
    return Stream.of(item(), tree())
        .flatMap(it -> it.path("parameters").valueStream())
        .map(this::resolved);
  }

  Set<Integer> statuses() {
    return tree().path("responses").properties().stream()
        .map(it -> Integer.parseInt(it.getKey()))
        .collect(Collectors.toSet());
  }

  JsonNode response(int status) {
    return resolved(tree().path("responses").path(Integer.toString(status)));
  }

  /** The JSON example of this name in a part that has content. */
  static JsonNode example(JsonNode part, String name) {
    return part.path("content")
        .valueStream()
        .map(it -> it.path("examples").path(name).path("value"))
        .filter(it -> !it.isMissingNode())
        .findFirst()
        .orElse(part.path("nothing"));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
