package restaurant.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A request that the document shows, with the status of its answer.
 *
 * @param values of parameters, by name
 */
public record Example(String name, Operation operation, Map<String, String> values, int status) {

  /** In the order of {@code x-tour}. */
  public static List<Example> tour(JsonNode document) {
    var requests = new TreeMap<String, Example>();
    for (var operation : Operation.all(document)) {
      for (var name : names(operation)) {
        var example =
            new Example(name, operation, values(operation, name), status(operation, name));
        if (requests.put(name, example) != null) {
          throw new AssertionError("two requests are named " + name);
        }
      }
    }
    var tour = new ArrayList<Example>();
    for (var name : document.path("x-tour")) {
      var example = requests.remove(name.asText());
      if (example == null) {
        throw new AssertionError("x-tour has " + name + " twice, or it is no request");
      }
      tour.add(example);
    }
    if (!requests.isEmpty()) {
      throw new AssertionError("x-tour leaves out " + requests.keySet());
    }
    return tour;
  }

  private static Set<String> names(Operation operation) {
    var names = new TreeSet<String>();
    operation.tree().path("x-requests").fieldNames().forEachRemaining(names::add);
    operation
        .tree()
        .at("/requestBody/content/application~1json/examples")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }

  private static Map<String, String> values(Operation operation, String name) {
    return operation.tree().path("x-requests").path(name).properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().asText()));
  }

  /** The one response that has an example of this name, of its content or of a header. */
  private static int status(Operation operation, String name) {
    var found =
        operation.statuses().stream()
            .filter(
                status ->
                    !Operation.example(operation.response(status), name).isMissingNode()
                        || !headers(operation, status, name).isEmpty())
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(operation + " has answers to " + name + " in " + found);
    }
    return found.getFirst();
  }

  /** Missing where the answer has no body. */
  public JsonNode answer() {
    return Operation.example(operation.response(status), name);
  }

  public JsonNode body() {
    return Operation.example(operation.tree().path("requestBody"), name);
  }

  Map<String, String> headers() {
    return headers(operation, status, name);
  }

  private static Map<String, String> headers(Operation operation, int status, String name) {
    return operation.response(status).path("headers").properties().stream()
        .filter(it -> it.getValue().path("examples").has(name))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                it -> it.getValue().path("examples").path(name).path("value").asText()));
  }
}
