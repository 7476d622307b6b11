package restaurant.local.contract;

import dev.eventfold.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A request as it goes over the wire.
 *
 * @param body empty for none
 */
public record Sent(
    String path, Map<String, String> query, Map<String, String> headers, String body) {

  /** One that an operation understands, but for its body. */
  static Sent to(Operation operation) {
    var headers = new TreeMap<String, String>();
    headers.put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    headers.put("X-Correlation-Id", "tour");
    if (operation.takesCommands()) {
      headers.put("Content-Type", "application/json");
    }
    return new Sent(operation.path().replace("{id}", "any"), Map.of(), headers, "");
  }

  /**
   * @param resolve what stands for a value in the document, to the value
   */
  public static Sent of(Example example, UnaryOperator<String> resolve) {
    var operation = example.operation();
    var path = operation.path();
    var query = new TreeMap<String, String>();
    var headers = new TreeMap<>(to(operation).headers());
    if (operation.takesCommands()) {
      headers.put("Idempotency-Key", example.name());
    }
    for (var given : example.values().entrySet()) {
      var value = resolve.apply(given.getValue());
      switch (operation.placeOf(given.getKey())) {
        case "path" -> path = path.replace("{" + given.getKey() + "}", value);
        case "query" -> query.put(given.getKey(), value);
        default -> headers.put(given.getKey(), value);
      }
    }
    var body = operation.takesCommands() ? Json.text(example.body()) : "";
    return new Sent(path, query, headers, body);
  }

  String target() {
    return query.isEmpty()
        ? path
        : query.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", path + "?", ""));
  }

  Sent withQuery(String name, String value) {
    return new Sent(path, Map.of(name, value), headers, body);
  }

  Sent withBody(String other) {
    return new Sent(path, query, headers, other);
  }

  Sent withHeader(String name, String value) {
    var more = new TreeMap<>(headers);
    more.put(name, value);
    return new Sent(path, query, more, body);
  }
}
