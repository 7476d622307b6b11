package restaurant.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eventfold.events.EventReader;
import dev.eventfold.events.EventTypes;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Reaction;
import dev.eventfold.projections.Feed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The AsyncAPI document: which topics there are, what events say, who publishes and who reads. */
final class AsyncApiDocument {

  private static final String HEAD =
      """
      # Written by deploy/generate: change deploy/system/asyncapi-common.yaml or the definition of a service instead.

      """;

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  private AsyncApiDocument() {}

  /**
   * @param root of the project
   */
  static String of(Topology system, Path root) throws IOException {
    var common = Files.readString(root.resolve("deploy/system/asyncapi-common.yaml"));
    return HEAD
        + common.substring(common.indexOf("asyncapi:"))
        + "\n"
        + YAML.writeValueAsString(tree(system));
  }

  private static ObjectNode tree(Topology system) {
    var tree = Json.TOLERANT.createObjectNode();
    var channels = tree.putObject("channels");
    var operations = tree.putObject("operations");
    for (var service : system.writers()) {
      channels.set(service.topic(), channel(service));
    }
    for (var function : system.functions()) {
      if (function.kind() == FunctionKind.PUBLISHER) {
        operations.set(function.name(), publishes(function));
      } else if (function.kind() == FunctionKind.PROJECTOR) {
        operations.set(function.name(), feeds(function, feed(system, function)));
      } else if (function.kind() == FunctionKind.REACTOR) {
        operations.set(function.name(), reacts(function, system.service(function.service())));
      } else if (function.kind() == FunctionKind.ERASER) {
        operations.set(function.name(), erases(function, system.service(function.service())));
      }
    }
    return tree;
  }

  private static List<? extends EventTypes.Entry<?>> events(Service service) {
    return service.aggregate().orElseThrow().events().entries();
  }

  private static ObjectNode channel(Service service) {
    var channel = Json.TOLERANT.createObjectNode();
    channel.put("address", service.topic());
    channel.put("description", "Every event of " + service + ".");
    channel.putArray("tags").addObject().put("name", service.name());
    var messages = channel.putObject("messages");
    for (var event : events(service)) {
      var message = messages.putObject(event.name());
      var headers = message.putObject("headers").putArray("allOf");
      headers.addObject().put("$ref", "#/components/schemas/Envelope");
      var own = headers.addObject().putObject("properties");
      own.putObject("ce-type").put("const", event.name());
      own.putObject("ce-source").put("const", "/" + service);
      own.putObject("ce-schemaversion").put("const", Integer.toString(event.schema()));
      message.set("payload", EventSchema.of(event.type()));
    }
    return channel;
  }

  private static Feed<?, ?> feed(Topology system, FunctionSpec projector) {
    return system.feeds().stream()
        .filter(feed -> system.projector(feed).equals(projector.name()))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode publishes(FunctionSpec publisher) {
    var operation = operation("send", publisher);
    operation.put("description", "Publishes each event once it is stored.");
    return operation;
  }

  private static ObjectNode feeds(FunctionSpec projector, Feed<?, ?> feed) {
    var description = "Feeds the view " + feed.view().collection() + ".";
    return receives(projector, description, List.of(feed.types()), feed.source());
  }

  /** What follows from a service's own events follows from whichever asks for something. */
  private static ObjectNode reacts(FunctionSpec reactor, Service service) {
    var reactions =
        service.process().orElseThrow().reactions().stream()
            .filter(it -> topic(it.source()).equals(reactor.topic()))
            .toList();
    var types = reactions.stream().map(Reaction::types).toList();
    var source = reactions.isEmpty() ? service.name() : reactions.getFirst().source();
    return receives(reactor, "Does what follows for " + service + ".", types, source);
  }

  private static ObjectNode erases(FunctionSpec eraser, Service service) {
    var operation = operation("receive", eraser);
    operation.put("description", "Deletes the keys of those who are to be forgotten.");
    var event = service.erasure().orElseThrow().type();
    operation.putArray("messages").addObject().put("$ref", channel(eraser) + "/messages/" + event);
    return operation;
  }

  private static Optional<String> topic(String service) {
    return Optional.of(Restaurant.SYSTEM.service(service).topic());
  }

  private static ObjectNode receives(
      FunctionSpec function,
      String description,
      List<? extends EventReader<?>> readers,
      String source) {
    var operation = operation("receive", function);
    operation.put("description", description);
    var entries =
        readers.stream()
            .filter(EventTypes.class::isInstance)
            .<EventTypes.Entry<?>>flatMap(it -> ((EventTypes<?>) it).entries().stream())
            .toList();
    if (!entries.isEmpty()) {
      var messages = operation.putArray("messages");
      var all = channel(function) + "/messages/";
      entries.forEach(event -> messages.addObject().put("$ref", all + event.name()));
      if (!source.equals(function.service())) {
        var reads = operation.putObject("x-reads");
        entries.forEach(event -> reads.set(event.name(), fields(event.type())));
      }
    }
    return operation;
  }

  private static ObjectNode operation(String action, FunctionSpec function) {
    var operation = Json.TOLERANT.createObjectNode();
    operation.put("action", action);
    operation.putObject("channel").put("$ref", channel(function));
    operation.putArray("tags").addObject().put("name", function.service());
    return operation;
  }

  private static String channel(FunctionSpec function) {
    return "#/channels/" + function.topic().orElseThrow();
  }

  private static ArrayNode fields(Class<?> type) {
    var fields = Json.TOLERANT.createArrayNode();
    leaves("", EventSchema.of(type)).forEach(fields::add);
    return fields;
  }

  /** The fields that have no fields of their own, like {@code items[].price}. */
  private static Stream<String> leaves(String path, JsonNode schema) {
    if (schema.has("items")) {
      return leaves(path + "[]", schema.path("items"));
    }
    if (schema.has("properties")) {
      var prefix = path.isEmpty() ? "" : path + ".";
      return schema.path("properties").properties().stream()
          .flatMap(field -> leaves(prefix + field.getKey(), field.getValue()));
    }
    return path.isEmpty() ? Stream.of() : Stream.of(path);
  }
}
