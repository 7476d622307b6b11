package dev.eventfold.simulation.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A command as a client sends it.
 *
 * @param aggregateId of a command on something that exists
 */
public record Command(
    String service, String type, Optional<String> aggregateId, ObjectNode payload) {

  /** One that makes something new. */
  public static Command creates(String service, String type, ObjectNode payload) {
    return new Command(service, type, Optional.empty(), payload);
  }

  /** One on something that exists. */
  public static Command changes(
      String service, String type, String aggregateId, ObjectNode payload) {
    return new Command(service, type, Optional.of(aggregateId), payload);
  }

  public JsonNode field(String name) {
    return payload.path(name);
  }

  @Override
  public String toString() {
    return "%s%s %s".formatted(type, aggregateId.map(" "::concat).orElse(""), payload);
  }
}
