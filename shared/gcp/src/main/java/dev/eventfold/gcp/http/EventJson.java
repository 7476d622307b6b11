package dev.eventfold.gcp.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;

/** An event as clients get it. */
public final class EventJson {

  private EventJson() {}

  public static ObjectNode of(RecordedEvent event) {
    var json = Json.TOLERANT.createObjectNode();
    json.put("id", event.id());
    json.put("type", event.type());
    json.put("aggregateId", event.stream());
    json.put("version", event.version());
    json.put("timestamp", event.timestamp().toString());
    json.set("payload", event.payload());
    var metadata = json.putObject("metadata");
    metadata.put("commandId", event.metadata().commandId());
    metadata.put("correlationId", event.metadata().correlationId());
    metadata.put("causationId", event.metadata().causationId());
    metadata.put("traceparent", event.metadata().traceparent());
    metadata.put("actor", event.metadata().actor());
    return json;
  }
}
