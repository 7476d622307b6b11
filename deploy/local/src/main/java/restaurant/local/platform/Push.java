package restaurant.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.PubsubMessage;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Optional;

/**
 * A message as Pub/Sub posts it to the endpoint of a push subscription.
 *
 * @see <a href="https://cloud.google.com/pubsub/docs/push#receive_push">its form</a>
 */
record Push(JsonNode body) {

  static Push of(byte[] body) {
    return new Push(Json.parse(new String(body, StandardCharsets.UTF_8)));
  }

  /** The same of a message that was pulled. */
  static Push of(String subscription, PubsubMessage pulled) {
    var body = Json.TOLERANT.createObjectNode().put("subscription", subscription);
    var message = body.putObject("message");
    pulled.getAttributesMap().forEach(message.putObject("attributes")::put);
    message.put("data", Base64.getEncoder().encodeToString(pulled.getData().toByteArray()));
    message.put("messageId", pulled.getMessageId());
    message.put("publishTime", Timestamps.toString(pulled.getPublishTime()));
    return new Push(body);
  }

  /** What it says to whom; empty where it is no event. */
  Optional<Delivery> delivery() {
    var attributes = new HashMap<String, String>();
    body.at("/message/attributes")
        .properties()
        .forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue().asText()));
    var subscription = body.path("subscription").asText();
    try {
      return Optional.of(
          new Delivery(
              Delivery.Hop.PUSH,
              subscription.substring(subscription.lastIndexOf('/') + 1),
              EventMessage.event(attributes, new String(data(), StandardCharsets.UTF_8))));
    } catch (RuntimeException unreadable) {
      // Whoever takes it finds that out: who watches holds up nothing.
      return Optional.empty();
    }
  }

  private byte[] data() {
    return Base64.getDecoder().decode(body.at("/message/data").asText());
  }

  /** What is posted at a try, the first being 1. */
  byte[] at(int attempt) {
    var counted = Json.TOLERANT.createObjectNode();
    counted.setAll((ObjectNode) body);
    counted.put("deliveryAttempt", attempt);
    return Json.text(counted).getBytes(StandardCharsets.UTF_8);
  }

  /** What becomes of it after the last try, with Pub/Sub's attributes about the way that ended. */
  PubsubMessage deadLetter(String project, String subscription, int attempts) {
    var message = body.path("message");
    var letter = PubsubMessage.newBuilder();
    message
        .path("attributes")
        .properties()
        .forEach(
            attribute -> letter.putAttributes(attribute.getKey(), attribute.getValue().asText()));
    return letter
        .putAttributes("CloudPubSubDeadLetterSourceSubscriptionProject", project)
        .putAttributes("CloudPubSubDeadLetterSourceSubscription", subscription)
        .putAttributes("CloudPubSubDeadLetterSourceDeliveryCount", Integer.toString(attempts))
        .putAttributes(
            "CloudPubSubDeadLetterSourceTopicPublishTime", message.path("publishTime").asText())
        .setData(ByteString.copyFrom(data()))
        .build();
  }
}
