package restaurant.ops.refusals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which refusals are looked for, as Cloud Logging understands it, and for a log at home. */
record RefusalFilter(Instant since, Optional<String> aggregate, Optional<String> caller) {

  /** Values of fields of a refusal, one of which it must have. */
  private Map<String, List<String>> wanted() {
    var wanted = new LinkedHashMap<String, List<String>>();
    aggregate.ifPresent(id -> wanted.put("aggregateId", List.of(id)));
    // Logs have no subject, only what derives from it.
    caller.ifPresent(either -> wanted.put("caller", List.of(either, Ids.caller(either))));
    return wanted;
  }

  /**
   * In the Logging query language.
   *
   * @param functions those whose logs are looked at
   */
  String query(List<String> functions) {
    var all = new ArrayList<String>();
    all.add("resource.type=\"cloud_run_revision\"");
    all.add(
        functions.stream()
            .map(RefusalFilter::quoted)
            .collect(Collectors.joining(" OR ", "resource.labels.service_name=(", ")")));
    all.add("jsonPayload.refusal.problem:*");
    all.add("timestamp>=" + quoted(since.toString()));
    wanted()
        .forEach(
            (field, values) ->
                all.add(
                    values.stream()
                        .map(value -> "jsonPayload.refusal." + field + "=" + quoted(value))
                        .collect(Collectors.joining(" OR ", "(", ")"))));
    return String.join(" AND ", all);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  boolean matches(JsonNode entry) {
    var refusal = entry.at("/jsonPayload/refusal");
    return !refusal.isMissingNode()
        && !Instant.parse(entry.path("timestamp").asText()).isBefore(since)
        && wanted().entrySet().stream()
            .allMatch(it -> it.getValue().contains(refusal.path(it.getKey()).asText()));
  }
}
