package dev.eventfold.gcp.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.store.EventLog.Slot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * An event as a Firestore document of the collection {@code <service>-events}. The payload is JSON
 * text: Firestore's own numbers are doubles, and would lose digits.
 */
public final class EventDocument {

  /** When the store took it, by its own clock: only the store writes it. Indexed by shard. */
  static final String COMMITTED_AT = "committedAt";

  /** Spreads the index of commit times, whose end would else take every write (500 a second). */
  static final String SHARD = "shard";

  static final String STREAM = "stream";
  static final String VERSION = "version";
  static final String COMMAND_ID = "commandId";

  /**
   * What a service's events are asked by: its log by time, a stream from its end, a command by its
   * id. Streams and commands are random: no end of an index takes every write.
   */
  public static final List<String> INDEXES =
      List.of(SHARD + "," + COMMITTED_AT, STREAM + ",-" + VERSION, COMMAND_ID + ":up");

  static final List<Long> SHARDS = LongStream.range(0, 8).boxed().toList();

  private EventDocument() {}

  public static String collection(String service) {
    return service + "-events";
  }

  /** The document's fields but for the commit time: String, Long and {@link Instant} only. */
  public static Map<String, Object> fields(RecordedEvent event) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", event.id());
    fields.put(STREAM, event.stream());
    fields.put(VERSION, event.version());
    fields.put("type", event.type());
    fields.put("schema", (long) event.schema());
    fields.put("timestamp", event.timestamp());
    fields.put(SHARD, (long) Math.floorMod(event.id().hashCode(), SHARDS.size()));
    fields.put("payload", Json.text(event.payload()));
    var metadata = event.metadata();
    fields.put(COMMAND_ID, metadata.commandId());
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
          text(fields, STREAM),
          (Long) fields.get(VERSION),
          text(fields, "type"),
          Math.toIntExact((Long) fields.get("schema")),
          time(fields.get("timestamp")),
          Json.parse(text(fields, "payload")),
          new Metadata(
              text(fields, COMMAND_ID),
              text(fields, "commandHash"),
              text(fields, "correlationId"),
              text(fields, "causationId"),
              text(fields, "traceparent"),
              text(fields, "actor")));
    } catch (ClassCastException | NullPointerException | ArithmeticException e) {
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

  static Instant time(Object value) {
    return value instanceof Timestamp timestamp
        ? Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos())
        : (Instant) Objects.requireNonNull(value);
  }

  /** What a document of the collection holds; it is an event only under the event's own key. */
  static Slot slot(String service, DocumentSnapshot document) {
    try {
      var event = read(service, document.getData());
      if (event.key().equals(document.getId())) {
        return new Slot(event);
      }
    } catch (IllegalArgumentException none) {
      // Somebody else has written it.
    }
    return new Slot(service, document.getId(), Optional.empty());
  }
}
