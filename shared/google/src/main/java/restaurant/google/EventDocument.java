package restaurant.google;

import com.google.cloud.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.Metadata;
import restaurant.eventsourcing.RecordedEvent;

/**
 * An event as a Firestore document of the collection {@code <service>-events}. The payload is JSON
 * text: Firestore's own numbers are doubles, and would lose digits.
 */
public final class EventDocument {

  /** The one indexed field, for those few who want time order. */
  static final String SHARDED_TIME = "shardedTime";

  private EventDocument() {}

  public static String collection(String service) {
    return service + "-events";
  }

  /** The document's fields: String, Long and {@link Instant} only. */
  public static Map<String, Object> fields(RecordedEvent event) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", event.id());
    fields.put("stream", event.stream());
    fields.put("version", event.version());
    fields.put("type", event.type());
    fields.put("schema", (long) event.schema());
    fields.put("timestamp", event.timestamp());
    fields.put(SHARDED_TIME, ShardedTime.of(event.id(), event.timestamp()));
    fields.put("payload", Json.text(event.payload()));
    var metadata = event.metadata();
    fields.put("commandId", metadata.commandId());
    fields.put("commandHash", metadata.commandHash());
    fields.put("correlationId", metadata.correlationId());
    fields.put("causationId", metadata.causationId());
    fields.put("traceparent", metadata.traceparent());
    fields.put("actor", metadata.actor());
    return fields;
  }

  /**
   * @param fields as {@link #fields} made them; a time may be Firestore's
   * @throws IllegalArgumentException a field is missing or is not what it should be
   */
  public static RecordedEvent read(String service, Map<String, Object> fields) {
    try {
      return new RecordedEvent(
          text(fields, "id"),
          service,
          text(fields, "stream"),
          (Long) fields.get("version"),
          text(fields, "type"),
          Math.toIntExact((Long) fields.get("schema")),
          time(fields.get("timestamp")),
          Json.parse(text(fields, "payload")),
          new Metadata(
              text(fields, "commandId"),
              text(fields, "commandHash"),
              text(fields, "correlationId"),
              text(fields, "causationId"),
              text(fields, "traceparent"),
              text(fields, "actor")));
    } catch (ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException("not an event document: " + fields.keySet(), e);
    }
  }

  private static String text(Map<String, Object> fields, String name) {
    var value = (String) fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("an event document without " + name);
    }
    return value;
  }

  private static Instant time(Object value) {
    return value instanceof Timestamp timestamp
        ? Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos())
        : (Instant) value;
  }
}
