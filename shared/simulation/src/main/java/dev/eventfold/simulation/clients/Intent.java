package dev.eventfold.simulation.clients;

import dev.eventfold.json.Json;
import dev.eventfold.simulation.world.Caller;
import dev.eventfold.simulation.world.Request;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.OptionalInt;

/**
 * What a client wants, once, however often it has to ask.
 *
 * @param id of the intent: its correlation id, and so in its events
 * @param key the Idempotency-Key; every client counts from 1, as if they had agreed to collide
 * @param ifMatch the version that the client saw, if it says so
 */
public record Intent(String id, String client, String key, Command command, OptionalInt ifMatch) {

  public Request request() {
    var body = Json.TOLERANT.createObjectNode();
    body.put("type", command.type());
    command.aggregateId().ifPresent(aggregate -> body.put("aggregateId", aggregate));
    body.set("payload", command.payload());
    var headers = new LinkedHashMap<String, String>();
    headers.put("Idempotency-Key", key);
    headers.put("X-Correlation-Id", id);
    headers.put("X-Apigateway-Api-Userinfo", new Caller(client, true).userinfo());
    headers.put("traceparent", "00-00000000000000000000000000000001-0000000000000001-01");
    ifMatch.ifPresent(version -> headers.put("If-Match", "\"%d\"".formatted(version)));
    return new Request(
        "/" + command.service() + "/commands",
        headers,
        Json.text(body).getBytes(StandardCharsets.UTF_8));
  }

  /** Whether both are one command to the system: that a version is expected is no part of it. */
  boolean wantsTheSameAs(Intent other) {
    return client.equals(other.client) && command.equals(other.command);
  }

  @Override
  public String toString() {
    return "%s: %s (key %s)".formatted(id, command, key);
  }
}
