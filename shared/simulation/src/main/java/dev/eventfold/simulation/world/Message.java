package dev.eventfold.simulation.world;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.firestore.FirestoreTrigger;
import dev.eventfold.gcp.pubsub.EventMessage;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An event as Eventarc and Pub/Sub bring it. */
public final class Message {

  private static final String DATABASE = "projects/simulated/databases/eventstore";
  private static final URI SOURCE = URI.create("//firestore.googleapis.com/" + DATABASE);

  private Message() {}

  /**
   * @param withData or without, as of a large document
   */
  public static CloudEvent trigger(RecordedEvent event, boolean withData) {
    var trigger =
        CloudEventBuilder.v1()
            .withId(event.id())
            .withType(FirestoreTrigger.CREATED)
            .withSource(SOURCE)
            .withSubject(FirestoreTrigger.subject(event));
    if (withData) {
      trigger.withData("application/protobuf", FirestoreTrigger.data(DATABASE, event));
    }
    return trigger.build();
  }

  /** The body of a push; no subscriber asks for which subscription, or how often. */
  public static byte[] push(RecordedEvent event) {
    return EventMessage.push("simulated", event);
  }

  /**
   * A push as a request of its own: its body can be read only once.
   *
   * @param into the collections that the endpoint names
   */
  public static Request request(RecordedEvent event, byte[] push, Optional<List<String>> into) {
    var headers =
        Map.of(
            "traceparent",
            event.metadata().traceparent(),
            "X-Correlation-Id",
            event.metadata().correlationId());
    return new Request("/", into.map(names -> "into=" + String.join(",", names)), headers, push);
  }
}
