package dev.eventfold.gcp.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;

/**
 * An event as a push subscription of Pub/Sub brings it.
 *
 * @param attempt the number of the delivery, from 1
 * @param traceparent of whoever published it
 */
record PushedEvent(RecordedEvent event, int attempt, String traceparent) {

  /** Takes the body of a request. */
  static PushedEvent of(Exchange exchange) {
    var push = exchange.push();
    var message = push.path("message");
    var event = event(message);
    return new PushedEvent(
        event,
        push.path("deliveryAttempt").asInt(1),
        message
            .path("attributes")
            .path("googclient_traceparent")
            .asText(event.metadata().traceparent()));
  }

  /**
   * @throws Malformed it is another service's
   */
  void mustBeOf(String source) {
    if (!event.service().equals(source)) {
      throw new Malformed(
          "message.attributes.ce-source",
          "message.attributes.ce-source must be /%s.".formatted(source));
    }
  }

  private static RecordedEvent event(JsonNode message) {
    var attributes = new HashMap<String, String>();
    message
        .path("attributes")
        .properties()
        .forEach(field -> attributes.put(field.getKey(), field.getValue().asText()));
    try {
      var data = Base64.getDecoder().decode(message.path("data").asText());
      return EventMessage.event(attributes, new String(data, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new Malformed("message.data", "message.data must be base64.");
    }
  }
}
