package dev.eventfold.gcp.queries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.gcp.http.Versions;
import dev.eventfold.json.Json;
import java.util.Optional;
import java.util.function.Function;

/**
 * A document of a view as a client gets it.
 *
 * @param version of its own stream
 * @param outside how far other streams have changed it, see {@link Resource#outside}
 * @param shape of its view
 * @param fields what is shown
 */
record Representation(String id, long version, long outside, int shape, JsonNode fields) {

  /** Empty where there is nothing to show, yet or any more. */
  static <V> Optional<Representation> of(Resource<?, V> resource, Document.Content content) {
    return resource
        .view()
        .shown(content)
        .flatMap(
            view ->
                of(
                    resource,
                    content,
                    resource.shown(),
                    view,
                    resource.outside().applyAsLong(view)));
  }

  /** The same of a document as it was: other streams have no part in it. */
  static <V> Optional<Representation> past(Resource<?, V> resource, Document.Content content) {
    return resource
        .view()
        .shown(content)
        .flatMap(view -> of(resource, content, resource.past(), view, 0));
  }

  private static <V> Optional<Representation> of(
      Resource<?, V> resource,
      Document.Content content,
      Function<V, Optional<?>> shown,
      V view,
      long outside) {
    return shown
        .apply(view)
        .map(
            it ->
                new Representation(
                    content.id(),
                    content.version(),
                    outside,
                    resource.view().shape(),
                    Json.tree(it)));
  }

  String tag() {
    return Versions.tag(version, outside, shape);
  }

  ObjectNode json() {
    var json = Json.TOLERANT.createObjectNode();
    json.put("id", id);
    json.put("version", version);
    json.setAll((ObjectNode) fields);
    return json;
  }
}
