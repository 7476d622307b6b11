package dev.eventfold.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * An event as it is stored and sent: the envelope and the payload as JSON.
 *
 * @param id a UUID, derived from the command's id: the same command makes the same event ids
 * @param service the service whose stream it is in: "loans"
 * @param stream the aggregate's id
 * @param version its place in the stream: 1, 2, 3 …, without gaps
 * @param type the stored name of its type: "bookLent"
 * @param schema the version of the payload's shape, 1 at first
 * @param timestamp when it was decided, in microseconds
 * @param payload the event's own fields
 */
public record RecordedEvent(
    String id,
    String service,
    String stream,
    long version,
    String type,
    int schema,
    Instant timestamp,
    JsonNode payload,
    Metadata metadata) {

  private static final int VERSION_DIGITS = 10;

  /** Its key in the event store, for example {@code 4f1c…@0000000003}: sorts by version. */
  public String key() {
    return key(stream, version);
  }

  /** The same event with other fields of its own. */
  public RecordedEvent withPayload(JsonNode other) {
    return new RecordedEvent(
        id, service, stream, version, type, schema, timestamp, other, metadata);
  }

  public static String key(String stream, long version) {
    var digits = Long.toString(version);
    return stream + "@" + "0".repeat(Math.max(0, VERSION_DIGITS - digits.length())) + digits;
  }
}
