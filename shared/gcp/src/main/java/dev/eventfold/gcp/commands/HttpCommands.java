package dev.eventfold.gcp.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandRequest;
import dev.eventfold.commands.CommandResult;
import dev.eventfold.commands.CommandTypes;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.gcp.Lazy;
import dev.eventfold.gcp.http.Answer;
import dev.eventfold.gcp.http.Caller;
import dev.eventfold.gcp.http.Cors;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.gcp.http.EventJson;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.gcp.http.Log;
import dev.eventfold.gcp.http.Versions;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code POST /<service>/commands}: takes a command, has it decided, answers with its events.
 *
 * @param <P> payloads as clients send them
 * @param <C> commands as the decider takes them
 */
public final class HttpCommands<P, C> extends Endpoint {

  private static final Set<String> FIELDS = Set.of("type", "aggregateId", "payload");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

  private final String service;
  private final String views;
  private final CommandTypes<P> types;
  private final CommandPolicy<P, C> policy;
  private final CommandHandler<C, ?, ?> handler;

  /**
   * @param views the path of the view of an aggregate, without its id: "/parcels"
   */
  public HttpCommands(
      String service,
      String views,
      CommandTypes<P> types,
      CommandPolicy<P, C> policy,
      CommandHandler<C, ?, ?> handler) {
    super(Cors.fromSettings());
    this.service = service;
    this.views = views;
    this.types = types;
    this.policy = policy;
    this.handler = handler;
  }

  @Override
  protected Answer answer(Exchange exchange) {
    return inSpan(service + " commands", exchange, this::decided);
  }

  private Answer decided(Exchange exchange) {
    exchange.log().asked("service", service);
    try {
      return accepted(exchange);
    } catch (RuntimeException refused) {
      exchange.log().refused(refused);
      throw refused;
    }
  }

  private Answer accepted(Exchange exchange) {
    if (!exchange.path().equals("/" + service + "/commands")) {
      throw noSuchPath(exchange);
    }
    allow(exchange, "POST");
    var caller = enter(exchange);
    var body = exchange.json();
    note(body, exchange.log());
    var key = IdempotencyKey.of(exchange);
    boolean dryRun = dryRun(exchange);
    if (dryRun) {
      exchange.log().asked("dryRun", "true");
    }
    var expected = expectedVersion(exchange);
    var result = handler.handle(request(exchange, caller, key, body, expected, dryRun));
    return answer(result, dryRun).with("Idempotency-Key", key.header());
  }

  /** For a line that says that it was refused: what a client can't write other things into. */
  private void note(JsonNode body, Log log) {
    Optional.ofNullable(body.path("type").textValue())
        .filter(type -> types.createsAggregate(type).isPresent())
        .ifPresent(type -> log.asked("commandType", type));
    Optional.ofNullable(body.path("aggregateId").textValue())
        .filter(id -> ID.matcher(id).matches())
        .ifPresent(id -> log.asked("aggregateId", id));
  }

  private CommandRequest<C> request(
      Exchange exchange,
      Caller caller,
      IdempotencyKey key,
      JsonNode body,
      OptionalLong expected,
      boolean dryRun) {
    checkFields(body);
    var type = text(body, "type");
    var aggregateId = aggregateId(type, body);
    policy.access().mayActOn(caller, aggregateId);
    var commandId =
        aggregateId
            .map(id -> Ids.command(service, caller.name(), key.value(), id))
            .orElseGet(() -> Ids.command(service, caller.name(), key.value()));
    exchange.log().put("commandId", commandId);
    var stream =
        aggregateId.orElseGet(() -> policy.access().newId(caller, Ids.aggregate(commandId)));
    exchange.log().asked("aggregateId", stream);
    // A command without fields needs no payload.
    var payload = body.has("payload") ? body.get("payload") : Json.TOLERANT.createObjectNode();
    var metadata =
        new Metadata(
            commandId,
            hash(type, payload, expected),
            exchange.correlationId(),
            exchange.token("X-Causation-Id").orElse(commandId),
            exchange.trace().parent(),
            caller.name());
    return new CommandRequest<>(
        stream,
        aggregateId.isEmpty(),
        expected,
        dryRun,
        key.isNew(),
        new Lazy<>(() -> command(caller, stream, type, payload)),
        metadata);
  }

  /** By today's rules; a command that was carried out before never comes here. */
  private C command(Caller caller, String stream, String type, JsonNode payload) {
    var bound = types.bind(type, payload);
    policy.access().mayAskFor(caller, stream, bound);
    return policy.enricher().enrich(stream, bound);
  }

  private static void checkFields(JsonNode body) {
    if (!body.isObject()) {
      throw new Malformed("", "The body must be an object with type and payload.");
    }
    for (var field : body.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        throw Malformed.unknownName(field.getKey(), "is not a field of a command.");
      }
    }
  }

  /**
   * Of everything that was asked, as it was sent: what a version of the code makes of it is another
   * version's secret. The id of a command has the rest.
   */
  private String hash(String type, JsonNode payload, OptionalLong expected) {
    var asked = Json.TOLERANT.createObjectNode();
    asked.put("type", type);
    asked.set("payload", payload);
    expected.ifPresent(version -> asked.put("If-Match", version));
    return policy.hash().get().joined(Json.byValue(asked));
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

  /** What a command is on; empty for one that makes something. */
  private Optional<String> aggregateId(String type, JsonNode body) {
    boolean isThere = body.has("aggregateId");
    // Of a type that is unknown here, the body says which it is.
    boolean creates = types.createsAggregate(type).orElse(!isThere);
    if (creates && isThere) {
      throw new Malformed("aggregateId", "aggregateId must not be present: " + type + " makes it.");
    }
    return creates ? Optional.empty() : Optional.of(aggregateId(body));
  }

  private static String aggregateId(JsonNode body) {
    var id = text(body, "aggregateId");
    if (!ID.matcher(id).matches()) {
      throw new Malformed(
          "aggregateId", "aggregateId must be 1 to 64 letters, digits and hyphens.");
    }
    return id;
  }

  private static boolean dryRun(Exchange exchange) {
    for (var name : exchange.parameters().keySet()) {
      if (!name.equals("dryRun")) {
        throw Malformed.unknownName(name, "is not a parameter here.");
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
