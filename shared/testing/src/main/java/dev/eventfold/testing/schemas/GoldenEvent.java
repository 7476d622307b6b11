package dev.eventfold.testing.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.testing.Events;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * What was stored once. Every version of the code that is to come must read it.
 *
 * @param file its name: "shipped@2.json", or "shipped@2-note.json" where it is a further one
 * @param isLeast it is the first of its schema: it has every field that is always there, and no
 *     other
 */
public record GoldenEvent(
    String service, String file, String type, int schema, boolean isLeast, JsonNode payload) {

  /** In a stream, at a version. */
  public RecordedEvent recorded(String stream, long version) {
    return recorded(stream, version, Events.NOON.plusSeconds(version));
  }

  /** The same, decided at a time. */
  public RecordedEvent recorded(String stream, long version, Instant time) {
    var key = RecordedEvent.key(stream, version).getBytes(StandardCharsets.UTF_8);
    var id = UUID.nameUUIDFromBytes(key).toString();
    return new RecordedEvent(
        id, service, stream, version, type, schema, time, payload, Events.metadata(id));
  }

  @Override
  public String toString() {
    return service + " " + file;
  }
}
