package restaurant.ops.refusals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import restaurant.ops.Found;

/**
 * A command that was refused.
 *
 * @param entry of the log
 */
record Refusal(JsonNode entry) implements Found {

  @Override
  public String kind() {
    return "refusal";
  }

  @Override
  public String text() {
    var refusal = refusal();
    return "%s  %s %s%s on %s by %s  %s: %s"
        .formatted(
            entry.path("timestamp").asText(),
            refusal.path("service").asText(),
            refusal.path("commandType").asText("?"),
            refusal.has("dryRun") ? " (dry run)" : "",
            refusal.path("aggregateId").asText("?"),
            refusal.path("caller").asText("?"),
            refusal.path("problem").asText(),
            rules(refusal.path("broken")));
  }

  private JsonNode refusal() {
    return entry.at("/jsonPayload/refusal");
  }

  private static String rules(JsonNode broken) {
    return StreamSupport.stream(broken.spliterator(), false)
        .map(
            it ->
                (it.path("field").asText() + ": ").replaceFirst("^: ", "")
                    + it.path("rule").asText())
        .collect(Collectors.joining(" "));
  }

  /** As the function has logged it. */
  @Override
  public ObjectNode fields() {
    var fields = Json.TOLERANT.createObjectNode();
    fields.put("timestamp", entry.path("timestamp").asText());
    fields.setAll((ObjectNode) refusal());
    return fields;
  }
}
