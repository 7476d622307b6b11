package restaurant.local.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.projections.Checkpoint;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.gateway.OpenApi;
import restaurant.local.platform.Platform;
import restaurant.system.Restaurant;

/** The document is true and complete, on whatever the system runs on. */
abstract class OpenApiOverHttp {

  private static final long PATIENCE_SECONDS = 30;

  private static final String NO_NUMBER =
      "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Pepperoni\",\"price\":\"ten\"}}";

  private final OpenApi api = OpenApi.load();
  private final List<Operation> operations = Operation.all(api.tree());
  private final Contract contract = new Contract(api);

  /** What the system runs on. Nobody else uses it. */
  abstract Platform.Choice backend();

  @Test
  void whatIsPublishedIsWhatIsAnswered() throws Exception {
    try (var system = LocalSystem.start(new LocalSystem.Options(backend(), 0, false));
        var client = new Client(system.uri())) {
      var witness = new Witness(client, contract);
      for (var example : Example.tour(api.tree())) {
        replay(witness, example);
      }
      for (var operation : operations) {
        sendWhatTheDocumentForbids(witness, operation);
        useAnotherMethod(client, operation);
      }
      operations.stream().map(Operation::function).distinct().forEach(system::kill);
      for (var operation : operations) {
        assertPublished("unavailable", 503, operation, witness.send(operation, Sent.to(operation)));
      }
    }
    for (var operation : operations) {
      var documented = new HashSet<>(operation.statuses());
      // Nobody knows how to make it.
      documented.remove(500);
      // The matrix of who may do what sees these.
      documented.removeAll(Set.of(401, 403));
      // Nor does anybody here send too much at once, or too slowly.
      documented.removeAll(Set.of(408, 429));
      if (showsStreams(operation)) {
        // A view that is 500 events behind.
        documented.remove(504);
      }
      assertEquals(documented, contract.seen(operation), operation::toString);
    }
  }

  /** Whether it answers from a view that can be folded from events while one waits. */
  private static boolean showsStreams(Operation operation) {
    return Restaurant.SYSTEM.services().stream()
        .filter(service -> operation.function().equals(service.name() + "-queries"))
        .flatMap(service -> service.resource().stream())
        .anyMatch(resource -> resource.feed().checkpoint() == Checkpoint.IN_DOCUMENT);
  }

  /** Views follow by themselves: what is published must be there soon. */
  private static void replay(Witness witness, Example example) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (var difference = witness.replay(example);
        difference.isPresent();
        difference = witness.replay(example)) {
      assertTrue(System.nanoTime() < end, example.name() + ": " + difference.get());
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private void sendWhatTheDocumentForbids(Witness witness, Operation operation) {
    var sent = Sent.to(operation);
    assertEquals(400, witness.send(operation, sent.withQuery("smell", "good")).status());
    if (!operation.takesCommands()) {
      return;
    }
    if (operation.function().equals("menu-commands")) {
      assertPublished(
          "malformed", 400, operation, witness.send(operation, sent.withBody(NO_NUMBER)));
    }
    var long1 = sent.withBody("\"" + "a".repeat(300 * 1024) + "\"");
    assertPublished("tooLarge", 413, operation, witness.send(operation, long1));
    var text = sent.withBody("{}").withHeader("Content-Type", "text/plain");
    assertPublished("notJson", 415, operation, witness.send(operation, text));
    // The service names its commands to who sends another.
    var unknown = witness.send(operation, sent.withBody("{\"type\":\"dance\"}"));
    assertEquals(
        "type must be one of " + commandsOf(operation) + ".",
        unknown.json().path("detail").asText());
  }

  private String commandsOf(Operation operation) {
    var schema = operation.tree().at("/requestBody/content/application~1json/schema/$ref").asText();
    return api.tree()
        .at(schema.substring(1))
        .at("/discriminator/mapping")
        .propertyStream()
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  /** Google's gateway says the rest: the document describes it, and does not list it. */
  private static void useAnotherMethod(Client client, Operation operation) {
    var path = Sent.to(operation).path();
    var answer = client.send(client.request(path).method("DELETE", BodyPublishers.noBody()));
    assertEquals(405, answer.status(), answer::body);
    assertTrue(answer.body().contains("\\\"" + operation.path() + "\\\""), answer::body);
  }

  private static void assertPublished(
      String name, int status, Operation operation, Client.Response answer) {
    assertEquals(status, answer.status(), answer::body);
    var published = Operation.example(operation.response(status), name);
    assertEquals(Optional.empty(), Likeness.difference(published, answer.json()));
  }
}
