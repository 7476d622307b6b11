package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What the AsyncAPI document says of events is what is sent, and what the OpenAPI document says.
 */
class AsyncApiTest {

  private final JsonNode events = read("../asyncapi.yaml");
  private final JsonNode api = read("../openapi.yaml");

  private static JsonNode read(String file) {
    try {
      return new YAMLMapper().readTree(Path.of(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> attributes(String known) {
    var metadata = new Metadata(known, known, known, known, known, known);
    var event =
        new RecordedEvent(
            "id", "bar", "tab", 1, "opened", 1, Instant.EPOCH, Json.parse("{}"), metadata);
    return EventMessage.attributes(event).keySet();
  }

  @Test
  void itHasTheAttributesOfMessages() {
    var envelope = events.at("/components/schemas/Envelope");
    assertEquals(
        attributes("known"),
        envelope
            .path("properties")
            .propertyStream()
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
    assertEquals(
        attributes(""),
        envelope.path("required").valueStream().map(JsonNode::asText).collect(Collectors.toSet()));
  }

  @Test
  void payloadsAreThoseOfTheOpenApiDocument() {
    int compared = 0;
    for (var channel : events.path("channels")) {
      for (var message : channel.path("messages").properties()) {
        var type = message.getKey().substring(0, 1).toUpperCase() + message.getKey().substring(1);
        var documented = api.at("/components/schemas/" + type + "/properties/payload");
        assertFalse(documented.isMissingNode(), type);
        var published = message.getValue();
        boolean isFirst =
            published.at("/headers/allOf/1/properties/ce-schemaversion/const").asText().equals("1");
        assertEquals(
            // Histories show events of older schemas too, which lack what came later.
            isFirst ? fields("", documented) : always(fields("", documented)),
            fields("", published.path("payload")),
            type);
        compared++;
      }
    }
    assertTrue(compared > 0);
  }

  private static Set<String> always(Set<String> fields) {
    return fields.stream().map(field -> field.replace("?", "")).collect(Collectors.toSet());
  }

  /** The fields of a schema, each with its type, and a question mark where it may be missing. */
  private Set<String> fields(String path, JsonNode schema) {
    if (schema.has("$ref")) {
      return fields(path, api.at(schema.path("$ref").asText().substring(1)));
    }
    var fields = new TreeSet<>(Set.of(path + " " + schema.path("type").asText()));
    if (schema.has("items")) {
      fields.addAll(fields(path + "[]", schema.path("items")));
    }
    var required = schema.path("required").valueStream().map(JsonNode::asText).toList();
    for (var field : schema.path("properties").properties()) {
      var mark = required.contains(field.getKey()) ? "" : "?";
      fields.addAll(fields(path + "." + field.getKey() + mark, field.getValue()));
    }
    return fields;
  }

  @Test
  void whatAServiceReadsOfAnotherIsPublished() {
    var reads = events.path("operations").findValues("x-reads");
    assertFalse(reads.isEmpty());
    for (var operation : events.path("operations").properties()) {
      var channel = events.at(operation.getValue().at("/channel/$ref").asText().substring(1));
      for (var event : operation.getValue().path("x-reads").properties()) {
        var payload = channel.path("messages").path(event.getKey()).path("payload");
        var published =
            fields("", payload).stream()
                .map(field -> field.split(" ")[0].replace("?", ""))
                .toList();
        assertEquals(
            List.of(),
            event
                .getValue()
                .valueStream()
                .map(JsonNode::asText)
                .filter(field -> !published.contains("." + field))
                .toList(),
            operation.getKey() + " reads of " + event.getKey());
      }
    }
  }
}
