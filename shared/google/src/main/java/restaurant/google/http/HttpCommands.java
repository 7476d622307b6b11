package restaurant.google.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import restaurant.eventsourcing.CommandHandler;
import restaurant.eventsourcing.CommandRequest;
import restaurant.eventsourcing.CommandResult;
import restaurant.eventsourcing.CommandTypes;
import restaurant.eventsourcing.Ids;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.Malformed;
import restaurant.eventsourcing.Metadata;

/**
 * {@code POST /<service>/commands}: takes a command, has it decided, answers with its events.
 *
 * @param <P> payloads as clients send them
 * @param <C> commands as the decider takes them
 */
public final class HttpCommands<P, C> extends Endpoint {

  private static final Set<String> FIELDS = Set.of("type", "aggregateId", "payload");

  private final String service;
  private final String views;
  private final CommandTypes<P> types;
  private final CommandAccess<P> access;
  private final BiFunction<String, P, C> lookUp;
  private final CommandHandler<C, ?, ?> handler;

  /**
   * @param views the path of the view of an aggregate, without its id: "/menu/items"
   * @param access who may send what
   * @param lookUp adds what the decider needs and the client does not send, to the payload of a
   *     command on the aggregate of this id
   */
  public HttpCommands(
      String service,
      String views,
      CommandTypes<P> types,
      CommandAccess<P> access,
      BiFunction<String, P, C> lookUp,
      CommandHandler<C, ?, ?> handler) {
    this.service = service;
    this.views = views;
    this.types = types;
    this.access = access;
    this.lookUp = lookUp;
    this.handler = handler;
  }

  @Override
  Answer answer(Exchange exchange) {
    return inSpan(service + " commands", exchange, this::decided);
  }

  private Answer decided(Exchange exchange) {
    if (!exchange.path().equals("/" + service + "/commands")) {
      throw noSuchPath(exchange);
    }
    allow(exchange, "POST");
    var caller = enter(exchange);
    var key = exchange.token("Idempotency-Key").orElseGet(() -> UUID.randomUUID().toString());
    boolean dryRun = dryRun(exchange);
    var expected = expectedVersion(exchange);
    var body = exchange.json();
    var commandId = commandId(caller, key, body);
    exchange.log().put("commandId", commandId);
    var result = handler.handle(request(exchange, caller, commandId, body, expected, dryRun));
    return answer(result, dryRun).with("Idempotency-Key", key);
  }

  private CommandRequest<C> request(
      Exchange exchange,
      Caller caller,
      String commandId,
      JsonNode body,
      OptionalLong expected,
      boolean dryRun) {
    if (!body.isObject()) {
      throw new Malformed("", "The body must be an object with type and payload.");
    }
    for (var field : body.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        throw new Malformed(field.getKey(), field.getKey() + " is not a field of a command.");
      }
    }
    var type = text(body, "type");
    boolean creates = types.createsAggregate(type);
    var stream = creates ? access.newId(caller, Ids.aggregate(commandId)) : aggregateId(body);
    if (creates && body.has("aggregateId")) {
      throw new Malformed("aggregateId", "aggregateId must not be present: " + type + " makes it.");
    }
    // A command without fields needs no payload.
    var payload =
        types.bind(
            type, body.has("payload") ? body.get("payload") : Json.TOLERANT.createObjectNode());
    access.check(caller, stream, payload);
    var metadata = metadata(exchange, caller, commandId, hash(type, body, payload));
    return new CommandRequest<>(
        stream, creates, expected, dryRun, lookUp.apply(stream, payload), metadata);
  }

  private static String text(JsonNode body, String field) {
    if (!body.has(field)) {
      throw new Malformed(field, field + " must be present.");
    }
    if (!body.get(field).isTextual()) {
      throw new Malformed(field, field + " must be a string.");
    }
    return body.get(field).textValue();
  }

  private static String aggregateId(JsonNode body) {
    var id = text(body, "aggregateId");
    if (!id.matches("[A-Za-z0-9-]{1,64}")) {
      throw new Malformed(
          "aggregateId", "aggregateId must be 1 to 64 letters, digits and hyphens.");
    }
    return id;
  }

  private static boolean dryRun(Exchange exchange) {
    for (var name : exchange.parameters().keySet()) {
      if (!name.equals("dryRun")) {
        throw new Malformed(name, name + " is not a parameter here.");
      }
    }
    var value = exchange.parameter("dryRun").orElse("false");
    if (!List.of("true", "false").contains(value)) {
      throw new Malformed("dryRun", "dryRun must be true or false.");
    }
    return value.equals("true");
  }

  private static OptionalLong expectedVersion(Exchange exchange) {
    var header = exchange.header("If-Match");
    if (header.isEmpty()) {
      return OptionalLong.empty();
    }
    var version = Versions.ofTag(header.get());
    if (version.isEmpty()) {
      throw new Malformed("If-Match", "If-Match must be one version in quotes, like \"3\".");
    }
    return OptionalLong.of(version.get());
  }

  private String commandId(Caller caller, String key, JsonNode body) {
    return body.has("aggregateId")
        ? Ids.command(service, caller.name(), key, body.get("aggregateId").asText())
        : Ids.command(service, caller.name(), key);
  }

  /** Of what was understood: two texts of one command, 10.0 and "10.00" in them, are the same. */
  private static String hash(String type, JsonNode body, Object payload) {
    var command = Json.TOLERANT.createObjectNode();
    command.put("type", type);
    command.set("aggregateId", body.get("aggregateId"));
    command.set("payload", Json.tree(payload));
    return Ids.hash(Json.sorted(command));
  }

  private static Metadata metadata(
      Exchange exchange, Caller caller, String commandId, String hash) {
    return new Metadata(
        commandId,
        hash,
        exchange.correlationId(),
        exchange.token("X-Causation-Id").orElse(commandId),
        exchange.trace().parent(),
        caller.name());
  }

  private Answer answer(CommandResult result, boolean dryRun) {
    ObjectNode body = Json.TOLERANT.createObjectNode();
    body.put("aggregateId", result.stream());
    body.put("version", result.version());
    var events = body.putArray("events");
    result.events().forEach(event -> events.add(EventJson.of(event)));
    if (dryRun) {
      return Answer.json(200, body);
    }
    return Answer.json(202, body)
        .with("Location", views + "/" + result.stream())
        .with("ETag", Versions.tag(result.version()));
  }
}
