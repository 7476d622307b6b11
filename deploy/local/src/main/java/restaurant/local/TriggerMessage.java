package restaurant.local;

import com.google.events.cloud.firestore.v1.Document;
import com.google.events.cloud.firestore.v1.DocumentEventData;
import com.google.events.cloud.firestore.v1.Value;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.google.EventDocument;

/**
 * What Eventarc posts to a function when a Firestore document was created: a CloudEvent in binary
 * mode whose body is a {@code DocumentEventData}.
 *
 * @param headers the {@code ce-} headers
 * @param body the protobuf
 */
record TriggerMessage(Map<String, String> headers, byte[] body) {

  static final String CREATED = "google.cloud.firestore.document.v1.created";

  static TriggerMessage of(String project, RecordedEvent event) {
    var path = "documents/%s/%s".formatted(EventDocument.collection(event.service()), event.key());
    var database = "projects/%s/databases/eventstore".formatted(project);
    var document = Document.newBuilder().setName(database + "/" + path);
    EventDocument.fields(event).forEach((name, value) -> document.putFields(name, value(value)));
    var headers = new LinkedHashMap<String, String>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", event.id());
    headers.put("ce-type", CREATED);
    headers.put("ce-source", "//firestore.googleapis.com/" + database);
    headers.put("ce-subject", path);
    headers.put("ce-time", event.timestamp().toString());
    headers.put("ce-dataschema", "https://github.com/googleapis/google-cloudevents");
    return new TriggerMessage(
        headers, DocumentEventData.newBuilder().setValue(document).build().toByteArray());
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
}
