package restaurant.google.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import restaurant.eventsourcing.Document;
import restaurant.eventsourcing.Json;

/**
 * A document of a view as a client gets it.
 *
 * @param version of its own stream
 * @param outside how far other streams have changed it, see {@link Resource#outside}
 * @param fields what is shown
 */
record Shown(String id, long version, long outside, JsonNode fields) {

  /** Empty where there is nothing to show, yet or any more. */
  static <V> Optional<Shown> of(Resource<?, V> resource, Document.Content content) {
    return resource
        .view()
        .shown(content)
        .flatMap(
            view ->
                resource
                    .shown()
                    .apply(view)
                    .map(
                        shown ->
                            new Shown(
                                content.id(),
                                content.version(),
                                resource.outside().applyAsLong(view),
                                Json.tree(shown))));
  }

  String tag() {
    return Versions.tag(version, outside);
  }

  ObjectNode json() {
    var json = Json.TOLERANT.createObjectNode();
    json.put("id", id);
    json.put("version", version);
    json.setAll((ObjectNode) fields);
    return json;
  }
}
