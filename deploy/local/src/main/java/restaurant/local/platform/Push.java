package restaurant.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.eventfold.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A message as Pub/Sub posts it to the endpoint of a push subscription.
 *
 * @see <a href="https://cloud.google.com/pubsub/docs/push#receive_push">its form</a>
 */
record Push(JsonNode body) {

  static Push of(byte[] body) {
    return new Push(Json.parse(new String(body, StandardCharsets.UTF_8)));
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
        .setData(ByteString.copyFrom(Base64.getDecoder().decode(message.path("data").asText())))
        .build();
  }
}
