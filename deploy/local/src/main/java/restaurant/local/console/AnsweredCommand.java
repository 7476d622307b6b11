package restaurant.local.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import java.util.List;

/**
 * A command as the gateway saw it come and go.
 *
 * @param millis from request to answer
 * @param type what it asks for; empty where the body does not say
 * @param aggregateId what it is about; empty where nobody knows
 * @param events what it led to; none where it was refused
 * @param problem the kind of refusal, by RFC 9457; empty where it was taken
 */
record AnsweredCommand(
    String service,
    double millis,
    int status,
    boolean dryRun,
    String correlationId,
    String type,
    String aggregateId,
    List<Decided> events,
    String problem,
    String detail) {

  /** An event as the answer names it, without its payload. */
  record Decided(String id, String type, long version, String timestamp) {

    static Decided of(JsonNode event) {
      return new Decided(
          event.path("id").asText(),
          event.path("type").asText(),
          event.path("version").asLong(),
          event.path("timestamp").asText());
    }
  }

  /** What the request asks for and the answer says, by their bodies. */
  static AnsweredCommand of(
      String service,
      double millis,
      int status,
      boolean dryRun,
      String correlationId,
      String request,
      String answer) {
    var asked = json(request);
    var said = json(answer);
    return new AnsweredCommand(
        service,
        millis,
        status,
        dryRun,
        correlationId,
        asked.path("type").asText(),
        said.path("aggregateId").asText(asked.path("aggregateId").asText()),
        said.path("events").valueStream().map(Decided::of).toList(),
        said.path("type").asText(said.path("message").asText()),
        said.path("detail").asText());
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      return Json.TOLERANT.createObjectNode();
    }
  }
}
