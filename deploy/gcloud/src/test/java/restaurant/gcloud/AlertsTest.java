package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What wakes people, and what does not. */
class AlertsTest {

  @Test
  void aViewThatIsBehindIsNoError() throws Exception {
    var alert = new ObjectMapper().readTree(Path.of("monitoring/alerts/errors.json").toFile());
    var condition = alert.at("/conditions/0/conditionThreshold");
    assertEquals(
        List.of(
            "metric.labels.response_code_class=\"5xx\"", "NOT metric.labels.response_code=\"504\""),
        Arrays.stream(condition.path("filter").asText().split(" AND "))
            .filter(part -> part.contains("response_code"))
            .toList());
  }
}
