package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.atlassian.oai.validator.model.SimpleRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import restaurant.eventsourcing.Json;

/** The document is true and complete, on whatever the system runs on. */
abstract class OpenApiOverHttp {

  private static final long PATIENCE_SECONDS = 30;

  private final OpenApi api = OpenApi.load();
  private final List<Operation> operations = Operation.all(api.tree());
  private final Contract contract = new Contract(api);
  private final Map<String, JsonNode> answers = new HashMap<>();

  /** What the system runs on. Nobody else uses it. */
  abstract LocalSystem.Backend backend();

  @Test
  void whatIsPublishedIsWhatIsAnswered() throws Exception {
    try (var system = LocalSystem.start(new LocalSystem.Options(backend(), 0, false));
        var client = new Client(system.uri())) {
      for (var example : Example.tour(api.tree())) {
        replay(client, example);
      }
      for (var operation : operations) {
        provoke(client, operation);
      }
      operations.stream().map(Operation::function).distinct().forEach(system::kill);
      for (var operation : operations) {
        assertPublished(operation, "unavailable", 503, send(client, operation, request(operation)));
      }
    }
    for (var operation : operations) {
      var documented = new HashSet<>(operation.statuses());
      // Nobody knows how to make it.
      documented.remove(500);
      assertEquals(documented, contract.seen(operation), operation::toString);
    }
  }

  /** A request as it goes over the wire. */
  private record Sent(
      String path, Map<String, String> query, Map<String, String> headers, String body) {

    String target() {
      return query.isEmpty()
          ? path
          : query.entrySet().stream()
              .map(
                  it ->
                      it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
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

  /** Views follow by themselves: what is published must be there soon. */
  private void replay(Client client, Example example) throws InterruptedException {
    var request = request(example);
    assertEquals(List.of(), strangeIn(example.operation(), request), example::name);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      var answer = send(client, example.operation(), request);
      var difference = difference(example, answer);
      if (difference.isEmpty()) {
        answers.put(example.name(), json(answer));
        return;
      }
      assertTrue(System.nanoTime() < end, () -> example.name() + ": " + difference.get());
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static Optional<String> difference(Example example, Client.Response answer) {
    if (answer.status() != example.status()) {
      return Optional.of("status %d: %s".formatted(answer.status(), answer.body()));
    }
    return example.headers().entrySet().stream()
        .filter(it -> !answer.header(it.getKey()).equals(it.getValue()))
        .map(it -> "%s is %s".formatted(it.getKey(), answer.header(it.getKey())))
        .findFirst()
        .or(() -> Likeness.difference(example.answer(), json(answer)));
  }

  private static JsonNode json(Client.Response answer) {
    return answer.body().isEmpty() ? MissingNode.getInstance() : answer.json();
  }

  private Sent request(Example example) {
    var operation = example.operation();
    var base = request(operation).withHeader("X-Correlation-Id", "tour");
    var path = operation.path();
    var query = new TreeMap<String, String>();
    var headers = new TreeMap<>(base.headers());
    if (operation.takesCommands()) {
      headers.put("Idempotency-Key", example.name());
    }
    for (var given : example.values().entrySet()) {
      var value = fromEarlier(given.getValue());
      switch (operation.placeOf(given.getKey())) {
        case "path" -> path = path.replace("{" + given.getKey() + "}", value);
        case "query" -> query.put(given.getKey(), value);
        default -> headers.put(given.getKey(), value);
      }
    }
    return new Sent(
        path, query, headers, operation.takesCommands() ? Json.text(example.body()) : "");
  }

  /** {@code $name#/field} is a field of an earlier answer. */
  private String fromEarlier(String value) {
    if (!value.startsWith("$")) {
      return value;
    }
    var parts = value.substring(1).split("#", 2);
    return answers.get(parts[0]).at(parts[1]).asText();
  }

  /** A request that every operation understands. */
  private static Sent request(Operation operation) {
    var headers = new TreeMap<String, String>();
    headers.put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    if (operation.takesCommands()) {
      headers.put("Content-Type", "application/json");
    }
    return new Sent(operation.path().replace("{id}", "any"), Map.of(), headers, "");
  }

  private List<String> strangeIn(Operation operation, Sent sent) {
    var request = new SimpleRequest.Builder(operation.method(), sent.path());
    sent.query().forEach(request::withQueryParam);
    sent.headers().forEach(request::withHeader);
    if (!sent.body().isEmpty()) {
      request.withBody(sent.body());
    }
    return contract.strangeIn(request.build());
  }

  /** Sends it, and whatever comes back is in the document. */
  private Client.Response send(Client client, Operation operation, Sent sent) {
    var request = client.request(sent.target());
    sent.headers().forEach(request::setHeader);
    request.method(
        operation.method(),
        sent.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(sent.body()));
    var answer = client.send(request);
    assertEquals(
        List.of(),
        contract.strangeIn(operation, Contract.Answer.of(answer)),
        () -> operation + ": " + answer.body());
    return answer;
  }

  /** What no example shows, because it is no request that the document allows. */
  private void provoke(Client client, Operation operation) {
    var request = request(operation);
    assertEquals(400, send(client, operation, request.withQuery("smell", "good")).status());
    if (operation.takesCommands()) {
      var body =
          "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Pepperoni\",\"price\":\"ten\"}}";
      var malformed = send(client, operation, request.withBody(body));
      assertEquals(400, malformed.status());
      if (operation.function().equals("menu-commands")) {
        assertPublished(operation, "malformed", 400, malformed);
      }
      assertPublished(
          operation,
          "tooLarge",
          413,
          send(client, operation, request.withBody("\"" + "a".repeat(300 * 1024) + "\"")));
      assertPublished(
          operation,
          "notJson",
          415,
          send(client, operation, request.withBody("{}").withHeader("Content-Type", "text/plain")));
      assertEveryCommandIsDocumented(client, operation);
    }
    assertOnlyDocumentedMethods(client, operation);
  }

  private static void assertPublished(
      Operation operation, String name, int status, Client.Response answer) {
    assertEquals(status, answer.status(), answer::body);
    var published = Operation.example(operation.response(status), name);
    assertEquals(Optional.empty(), Likeness.difference(published, answer.json()));
  }

  /** The service names its commands to who sends another. */
  private void assertEveryCommandIsDocumented(Client client, Operation operation) {
    var schema = operation.tree().at("/requestBody/content/application~1json/schema/$ref").asText();
    var documented =
        api.tree()
            .at(schema.substring(1))
            .at("/discriminator/mapping")
            .propertyStream()
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    var answer = send(client, operation, request(operation).withBody("{\"type\":\"dance\"}"));
    assertEquals("type must be one of " + documented + ".", answer.json().path("detail").asText());
  }

  private void assertOnlyDocumentedMethods(Client client, Operation operation) {
    var path = operation.path().replace("{id}", "any");
    var answer = client.send(client.request(path).method("DELETE", BodyPublishers.noBody()));
    assertEquals(405, answer.status(), answer::body);
    assertEquals(operation.takesCommands() ? "POST" : "GET, HEAD", answer.header("Allow"));
    assertTrue(answer.header("Content-Type").startsWith("application/problem+json"));
  }
}
