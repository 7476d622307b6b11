package restaurant.local.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import java.util.Map;
import java.util.Optional;

/**
 * A command as clients send it.
 *
 * @param aggregateId empty for a command that makes something new
 */
record Command(String service, String type, Optional<String> aggregateId, JsonNode payload) {

  /** One that makes something new. */
  static Command create(String service, String type, Map<String, ?> payload) {
    return new Command(service, type, Optional.empty(), Json.tree(payload));
  }

  /** One on something that exists. */
  static Command change(String service, String type, String aggregateId, Map<String, ?> payload) {
    return new Command(service, type, Optional.of(aggregateId), Json.tree(payload));
  }

  JsonNode json() {
    var json = Json.TOLERANT.createObjectNode();
    json.put("type", type);
    aggregateId.ifPresent(id -> json.put("aggregateId", id));
    json.set("payload", payload);
    return json;
  }
}
