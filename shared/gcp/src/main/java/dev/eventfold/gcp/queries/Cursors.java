package dev.eventfold.gcp.queries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Query;
import dev.eventfold.json.Json;
import java.time.Instant;
import java.util.Optional;

/** Places in lists, as they are in page tokens. */
final class Cursors {

  private Cursors() {}

  static ObjectNode json(Query.Cursor cursor) {
    var place = Json.TOLERANT.createObjectNode();
    place.put("id", cursor.id());
    cursor
        .value()
        .ifPresent(
            value -> {
              place.put("kind", kind(value).name());
              place.put("value", value.toString());
            });
    return place;
  }

  static Query.Cursor of(JsonNode place) {
    var value =
        Optional.ofNullable(place.get("value"))
            .map(
                it ->
                    ListRequest.value(
                        "pageToken",
                        Resource.Kind.valueOf(place.path("kind").textValue()),
                        it.textValue()));
    return new Query.Cursor(value, place.path("id").textValue());
  }

  private static Resource.Kind kind(Object value) {
    return switch (value) {
      case Long number -> Resource.Kind.WHOLE_NUMBER;
      case Boolean bit -> Resource.Kind.TRUE_OR_FALSE;
      case Instant time -> Resource.Kind.TIME;
      default -> Resource.Kind.TEXT;
    };
  }
}
