package restaurant.local.platform;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.firestore.FirestoreTrigger;
import dev.eventfold.memory.InMemoryEventStore;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Eventarc posts to a function when a Firestore document was created: a CloudEvent in binary
 * mode whose body is a {@code DocumentEventData}.
 *
 * @param headers the {@code ce-} headers
 * @param body the protobuf
 */
public record TriggerMessage(Map<String, String> headers, byte[] body) {

  public static TriggerMessage of(String project, RecordedEvent event) {
    var database = "projects/%s/databases/%s".formatted(project, Clients.eventStoreDatabaseSet(""));
    var headers = new LinkedHashMap<String, String>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", event.id());
    headers.put("ce-type", FirestoreTrigger.CREATED);
    headers.put("ce-source", "//firestore.googleapis.com/" + database);
    headers.put("ce-subject", FirestoreTrigger.subject(event));
    headers.put("ce-time", event.timestamp().toString());
    headers.put("ce-dataschema", "https://github.com/googleapis/google-cloudevents");
    return new TriggerMessage(headers, FirestoreTrigger.data(database, event));
  }

  /** What it says to whom; empty where it is no event, or does not carry it. */
  Optional<Delivery> delivery() {
    try {
      var cloudEvent =
          CloudEventBuilder.v1()
              .withId(headers.getOrDefault("ce-id", ""))
              .withType(headers.getOrDefault("ce-type", ""))
              .withSource(URI.create(headers.getOrDefault("ce-source", "")))
              .withSubject(headers.getOrDefault("ce-subject", ""))
              .withData(body)
              .build();
      var event = FirestoreTrigger.event(cloudEvent, new InMemoryEventStore());
      return Optional.of(new Delivery(Delivery.Hop.TRIGGER, event.service() + "-publisher", event));
    } catch (RuntimeException unreadable) {
      // Whoever takes it finds that out: who watches holds up nothing.
      return Optional.empty();
    }
  }
}
