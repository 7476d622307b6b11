package restaurant.local;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.google.EventMessage;

/** What Pub/Sub posts to the endpoint of a push subscription. */
final class PushMessage {

  private PushMessage() {}

  static byte[] of(String subscription, RecordedEvent event) {
    var push = Json.TOLERANT.createObjectNode();
    push.put("subscription", subscription);
    var message = push.putObject("message");
    message.put("messageId", event.id());
    message.put("publishTime", event.timestamp().toString());
    var attributes = message.putObject("attributes");
    EventMessage.attributes(event).forEach(attributes::put);
    var data = Json.text(event.payload()).getBytes(StandardCharsets.UTF_8);
    message.put("data", Base64.getEncoder().encodeToString(data));
    return Json.text(push).getBytes(StandardCharsets.UTF_8);
  }
}
