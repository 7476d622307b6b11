package dev.eventfold.gcp.firestore;

import com.google.events.cloud.firestore.v1.Document;
import com.google.events.cloud.firestore.v1.DocumentEventData;
import com.google.events.cloud.firestore.v1.Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.store.EventStore;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The event in a CloudEvent of type {@code google.cloud.firestore.document.v1.created}. Its data is
 * the protobuf {@code DocumentEventData}; a trigger may leave it out when the document is large,
 * and then the document is read.
 */
public final class FirestoreTrigger {

  /** The type of the trigger. */
  public static final String CREATED = "google.cloud.firestore.document.v1.created";

  private static final Pattern DOCUMENT =
      Pattern.compile("documents/(?<service>[^/]+)-events/(?<stream>[^/]+)@(?<version>\\d{10})$");

  private FirestoreTrigger() {}

  /**
   * @throws IllegalArgumentException it is not the creation of an event document
   */
  public static RecordedEvent event(CloudEvent trigger, EventStore store) {
    var subject = trigger.getSubject() == null ? "" : trigger.getSubject();
    var document = DOCUMENT.matcher(subject);
    if (!document.find()) {
      throw new IllegalArgumentException("not an event document: " + subject);
    }
    var data = trigger.getData();
    if (data != null && data.toBytes().length > 0) {
      var value = parse(data.toBytes()).getValue();
      if (value.getFieldsCount() > 0) {
        var event = EventDocument.read(document.group("service"), plain(value.getFieldsMap()));
        if (!document.group().equals(subject(event))) {
          throw new IllegalArgumentException("another event under the key of " + subject);
        }
        return event;
      }
    }
    long version = Long.parseLong(document.group("version"));
    return store.readRange(document.group("stream"), version, version).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no document " + subject));
  }

  private static DocumentEventData parse(byte[] data) {
    try {
      return DocumentEventData.parseFrom(data);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a DocumentEventData", e);
    }
  }

  private static Map<String, Object> plain(Map<String, Value> fields) {
    var plain = new HashMap<String, Object>();
    fields.forEach(
        (name, value) -> {
          switch (value.getValueTypeCase()) {
            case STRING_VALUE -> plain.put(name, value.getStringValue());
            case INTEGER_VALUE -> plain.put(name, value.getIntegerValue());
            case TIMESTAMP_VALUE -> {
              var time = value.getTimestampValue();
              plain.put(name, Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
            }
            default -> {
              // An event document holds nothing else.
            }
          }
        });
    return plain;
  }

  /**
   * The data of the trigger that an event's document sets off, for those who stand in for
   * Firestore.
   *
   * @param database "projects/p/databases/eventstore"
   */
  public static byte[] data(String database, RecordedEvent event) {
    var document = Document.newBuilder().setName(database + "/" + subject(event));
    EventDocument.fields(event).forEach((name, value) -> document.putFields(name, value(value)));
    return DocumentEventData.newBuilder().setValue(document).build().toByteArray();
  }

  /** The subject of that trigger. */
  public static String subject(RecordedEvent event) {
    return "documents/%s/%s".formatted(EventDocument.collection(event.service()), event.key());
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
