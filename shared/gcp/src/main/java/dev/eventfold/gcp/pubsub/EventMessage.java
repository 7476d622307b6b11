package dev.eventfold.gcp.pubsub;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An event as a Pub/Sub message: the CloudEvents 1.0 binding for Pub/Sub in binary mode. Attributes
 * carry the envelope, the data is the payload's JSON.
 */
public final class EventMessage {

  private EventMessage() {}

  /** The attributes of the message. */
  public static Map<String, String> attributes(RecordedEvent event) {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("content-type", "application/json");
    attributes.put("ce-specversion", "1.0");
    attributes.put("ce-id", event.id());
    attributes.put("ce-type", event.type());
    attributes.put("ce-source", "/" + event.service());
    attributes.put("ce-subject", event.stream());
    attributes.put("ce-time", event.timestamp().toString());
    attributes.put("ce-sequence", Long.toString(event.version()));
    attributes.put("ce-schemaversion", Integer.toString(event.schema()));
    attributes.put("ce-traceparent", event.metadata().traceparent());
    attributes.put("ce-commandid", event.metadata().commandId());
    attributes.put("ce-correlationid", event.metadata().correlationId());
    attributes.put("ce-causationid", event.metadata().causationId());
    attributes.put("ce-actor", event.metadata().actor());
    // Pub/Sub counts an empty value as an attribute and the binding has none.
    attributes.values().removeIf(String::isEmpty);
    return attributes;
  }

  /** The message itself, before Pub/Sub gives it an id and a time. */
  public static PubsubMessage message(RecordedEvent event) {
    return PubsubMessage.newBuilder()
        .putAllAttributes(attributes(event))
        .setData(ByteString.copyFromUtf8(Json.text(event.payload())))
        .build();
  }

  /** What Pub/Sub posts to the endpoint of a push subscription, for those who stand in for it. */
  public static byte[] push(String subscription, RecordedEvent event) {
    var push = Json.TOLERANT.createObjectNode();
    push.put("subscription", subscription);
    var message = push.putObject("message");
    message.put("messageId", event.id());
    message.put("publishTime", event.timestamp().toString());
    var attributes = message.putObject("attributes");
    attributes(event).forEach(attributes::put);
    var data = Json.text(event.payload()).getBytes(StandardCharsets.UTF_8);
    message.put("data", Base64.getEncoder().encodeToString(data));
    return Json.text(push).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The event in a message. The command's hash does not travel.
   *
   * @param data the payload's JSON
   * @throws Malformed an attribute is missing or wrong, or the data is not JSON
   */
  public static RecordedEvent event(Map<String, String> attributes, String data) {
    var attribute = new Attributes(attributes);
    return new RecordedEvent(
        attribute.required("ce-id"),
        attribute.source(),
        attribute.required("ce-subject"),
        attribute.number("ce-sequence"),
        attribute.required("ce-type"),
        Math.toIntExact(attribute.number("ce-schemaversion")),
        attribute.time("ce-time"),
        payload(data),
        new Metadata(
            attribute.optional("ce-commandid"),
            "",
            attribute.optional("ce-correlationid"),
            attribute.optional("ce-causationid"),
            attribute.optional("ce-traceparent"),
            attribute.optional("ce-actor")));
  }

  private static JsonNode payload(String data) {
    try {
      return Json.parse(data);
    } catch (IllegalArgumentException e) {
      throw new Malformed("message.data", "message.data must be JSON.");
    }
  }

  private record Attributes(Map<String, String> all) {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");

    String optional(String name) {
      return all.getOrDefault(name, "");
    }

    String required(String name) {
      var value = optional(name);
      if (value.isEmpty()) {
        throw new Malformed("message.attributes." + name, name + " must be present.");
      }
      return value;
    }

    long number(String name) {
      var value = required(name);
      if (!NUMBER.matcher(value).matches()) {
        throw new Malformed("message.attributes." + name, name + " must be a positive number.");
      }
      return Long.parseLong(value);
    }

    String source() {
      var source = required("ce-source");
      return source.startsWith("/") ? source.substring(1) : source;
    }

    Instant time(String name) {
      try {
        return Instant.parse(required(name));
      } catch (DateTimeException e) {
        throw new Malformed("message.attributes." + name, name + " must be an RFC 3339 time.");
      }
    }
  }
}
