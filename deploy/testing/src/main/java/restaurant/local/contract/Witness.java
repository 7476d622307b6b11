package restaurant.local.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import restaurant.local.Client;

/** Sends requests, and sees to it that whatever comes back is in the document. */
public record Witness(Client client, Contract contract, Map<String, JsonNode> answers) {

  public Witness(Client client, Contract contract) {
    this(client, contract, new HashMap<>());
  }

  Client.Response send(Operation operation, Sent sent) {
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

  /** Sends an example; what is other than published, if anything is. */
  public Optional<String> replay(Example example) {
    var sent = Sent.of(example, this::fromEarlier);
    assertEquals(List.of(), contract.strangeIn(example.operation(), sent), example::name);
    var answer = send(example.operation(), sent);
    answers.put(example.name(), json(answer));
    return difference(example, answer);
  }

  /** {@code $name#/field} is a field of an earlier answer. */
  private String fromEarlier(String value) {
    if (!value.startsWith("$")) {
      return value;
    }
    var parts = value.substring(1).split("#", 2);
    return answers.get(parts[0]).at(parts[1]).asText();
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
}
