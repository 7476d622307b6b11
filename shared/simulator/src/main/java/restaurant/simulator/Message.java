package restaurant.simulator;

import com.google.events.cloud.firestore.v1.Document;
import com.google.events.cloud.firestore.v1.DocumentEventData;
import com.google.events.cloud.firestore.v1.Value;
import com.google.protobuf.Timestamp;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.google.EventDocument;
import restaurant.google.EventMessage;

/** An event as Eventarc and Pub/Sub bring it. */
final class Message {

  private static final URI STORE =
      URI.create("//firestore.googleapis.com/projects/simulated/databases/eventstore");
  private static final String CREATED = "google.cloud.firestore.document.v1.created";

  private Message() {}

  /**
   * @param withData or without, as of a large document
   */
  static CloudEvent trigger(RecordedEvent event, boolean withData) {
    var subject =
        "documents/%s/%s".formatted(EventDocument.collection(event.service()), event.key());
    var trigger =
        CloudEventBuilder.v1()
            .withId(event.id())
            .withType(CREATED)
            .withSource(STORE)
            .withSubject(subject);
    if (withData) {
      var document = Document.newBuilder();
      EventDocument.fields(event).forEach((name, value) -> document.putFields(name, value(value)));
      var data = DocumentEventData.newBuilder().setValue(document).build().toByteArray();
      trigger.withData("application/protobuf", data);
    }
    return trigger.build();
  }

  private static Value value(Object value) {
    return switch (value) {
      case Long number -> Value.newBuilder().setIntegerValue(number).build();
      case Instant time ->
          Value.newBuilder()
              .setTimestampValue(
                  Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()))
              .build();
      default -> Value.newBuilder().setStringValue((String) value).build();
    };
  }

  /** The body of a push; no subscriber asks for which subscription, or how often. */
  static byte[] push(RecordedEvent event) {
    var push = Json.TOLERANT.createObjectNode();
    var message = push.putObject("message");
    message.put("messageId", event.id());
    var attributes = message.putObject("attributes");
    EventMessage.attributes(event).forEach(attributes::put);
    var data = Json.text(event.payload()).getBytes(StandardCharsets.UTF_8);
    message.put("data", Base64.getEncoder().encodeToString(data));
    return Json.text(push).getBytes(StandardCharsets.UTF_8);
  }

  /** A push as a request of its own: its body can be read only once. */
  static Request request(RecordedEvent event, byte[] push) {
    var headers =
        Map.of(
            "traceparent",
            event.metadata().traceparent(),
            "X-Correlation-Id",
            event.metadata().correlationId());
    return new Request("/", headers, push);
  }
}
