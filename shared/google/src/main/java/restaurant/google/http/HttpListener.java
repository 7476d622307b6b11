package restaurant.google.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.function.Consumer;
import restaurant.eventsourcing.Feed;
import restaurant.eventsourcing.Malformed;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.google.Backend;
import restaurant.google.EventMessage;

/**
 * Takes the messages of a Pub/Sub push subscription. 204 acknowledges; every other status makes
 * Pub/Sub deliver the message again, later and later, and in the end dead-letter it.
 */
public final class HttpListener extends Endpoint {

  private final Consumer<RecordedEvent> listener;

  public HttpListener(Feed<?, ?> feed, Backend backend) {
    this.listener =
        feed.listener(backend.eventStore(feed.source()), backend.queryStore(), backend.backoff())
            ::on;
  }

  @Override
  Answer answer(Exchange exchange) {
    allow(exchange, "POST");
    var push = exchange.push();
    var event = event(push.path("message"));
    exchange.log().event(event, push.path("deliveryAttempt").asInt(1));
    listener.accept(event);
    return Answer.empty(204);
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
