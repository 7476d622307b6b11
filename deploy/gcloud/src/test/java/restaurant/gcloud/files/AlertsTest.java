package restaurant.gcloud.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What wakes people, and what does not. */
class AlertsTest {

  private static final String OF =
      "resource.labels.service_name=monitoring.regex.full_match(\"%s\")";
  private static final String FAILED = "metric.labels.response_code_class=\"5xx\"";

  /** A 504 of any other function is Google's own: it did not answer in time. */
  @Test
  void aViewThatIsBehindIsNoErrorAndAFunctionThatHangsIs() throws Exception {
    var alert = new ObjectMapper().readTree(Path.of("monitoring/alerts/errors.json").toFile());
    assertEquals(2, alert.path("conditions").size());
    assertEquals(List.of(OF.formatted("@NO_QUERIES@"), FAILED), counted(alert, 0));
    assertEquals(
        List.of(OF.formatted("@QUERIES@"), FAILED, "NOT metric.labels.response_code=\"504\""),
        counted(alert, 1));
  }

  private static List<String> counted(JsonNode alert, int condition) {
    var threshold = alert.at("/conditions/%d/conditionThreshold".formatted(condition));
    return Arrays.stream(threshold.path("filter").asText().split(" AND "))
        .filter(part -> part.contains("response_code") || part.contains("service_name"))
        .toList();
  }
}
