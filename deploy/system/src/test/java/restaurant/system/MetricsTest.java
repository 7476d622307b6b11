package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.http.Log;
import dev.eventfold.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {

  private static final Path METRICS = Path.of("../gcloud/monitoring/metrics");

  @ParameterizedTest
  @CsvSource({
    "restaurant-gaps, :, " + Log.FOUND,
    "restaurant-reconciler-failures, :, " + Log.FAILED,
    "restaurant-outcomes-unknown, =~, ^" + Log.OUTCOME_UNKNOWN,
    "restaurant-process-failures, =~, ^" + Log.PROCESS_FAILED
  })
  void countTheLinesThatAreLogged(String metric, String how, String words) throws Exception {
    var file = METRICS.resolve(metric + ".json").toFile();
    var filter = Json.TOLERANT.readTree(file).path("filter").asText();
    assertTrue(filter.contains("jsonPayload.message%s\"%s\"".formatted(how, words)), filter);
  }
}
