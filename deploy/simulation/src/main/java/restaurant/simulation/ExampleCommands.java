package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What clients want of services for which nobody has written a client: the examples of their
 * OpenAPI documents, on the aggregates that answers told of.
 */
final class ExampleCommands {

  private static final String MALFORMED = "400";

  private final List<Command> commands = new ArrayList<>();

  /** The services of the ids that stand in examples. */
  private final Map<String, String> services = new HashMap<>();

  /**
   * @param root of the project
   * @param wanted the services whose examples are wanted; others are not read unless there are some
   */
  ExampleCommands(Topology system, Path root, Predicate<String> wanted) {
    var names =
        system.services().stream()
            .filter(service -> service.commandTypes().isPresent())
            .map(Service::name)
            .toList();
    if (names.stream().anyMatch(wanted)) {
      names.forEach(service -> read(service, root, wanted.test(service)));
    }
  }

  private void read(String service, Path root, boolean isWanted) {
    var file = root.resolve("functions").resolve(service).resolve("openapi.yaml");
    var post = yaml(file).path("paths").path("/" + service + "/commands").path("post");
    var malformed = examples(post.path("responses").path(MALFORMED));
    int before = commands.size();
    for (var example : examples(post.path("requestBody")).properties()) {
      var body = example.getValue().path("value");
      if (body.hasNonNull("aggregateId")) {
        services.put(body.path("aggregateId").asText(), service);
      }
      if (isWanted && !malformed.has(example.getKey())) {
        commands.add(command(service, body));
      }
    }
    post.path("responses")
        .forEach(
            response ->
                examples(response)
                    .forEach(it -> services.put(aggregateId(it.path("value")), service)));
    if (isWanted && commands.size() == before) {
      throw new IllegalStateException(file + " has no examples of commands to simulate");
    }
  }

  private static JsonNode yaml(Path file) {
    try {
      return new YAMLMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode examples(JsonNode message) {
    return message.path("content").path("application/json").path("examples");
  }

  private static String aggregateId(JsonNode answer) {
    return answer.path("aggregateId").asText();
  }

  private static Command command(String service, JsonNode body) {
    var payload =
        body.path("payload") instanceof ObjectNode fields
            ? fields
            : JsonNodeFactory.instance.objectNode();
    var type = body.path("type").asText();
    return body.hasNonNull("aggregateId")
        ? Command.changes(service, type, aggregateId(body), payload)
        : Command.creates(service, type, payload);
  }

  boolean isEmpty() {
    return commands.isEmpty();
  }

  /** One of them; what changes something comes once there is something. */
  Command one(Turn turn) {
    var possible =
        commands.stream()
            .filter(it -> it.aggregateId().isEmpty() || !turn.known().of(it.service()).isEmpty())
            .toList();
    var example = turn.one(possible.isEmpty() ? commands : possible);
    var known = turn.known().of(example.service());
    return new Command(
        example.service(),
        example.type(),
        example.aggregateId().map(id -> known.isEmpty() ? id : turn.one(known)),
        (ObjectNode) today(example.payload(), turn));
  }

  /** The same, with ids that are known now instead of those of the examples. */
  private JsonNode today(JsonNode value, Turn turn) {
    return switch (value) {
      case ObjectNode object -> {
        var copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(it -> copy.set(it.getKey(), today(it.getValue(), turn)));
        yield copy;
      }
      case ArrayNode array -> {
        var copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(it -> copy.add(today(it, turn)));
        yield copy;
      }
      case TextNode text -> {
        var known = turn.known().of(services.getOrDefault(text.asText(), ""));
        yield known.isEmpty() ? text : TextNode.valueOf(turn.one(known));
      }
      default -> value;
    };
  }
}
