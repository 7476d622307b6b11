package restaurant.gcloud.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the dashboard shows of the log is what the metrics take from it. */
class DashboardTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Path MONITORING = Path.of("monitoring");

  private static JsonNode read(String file) throws IOException {
    return JSON.readTree(MONITORING.resolve(file).toFile());
  }

  @Test
  void everyMetricFromTheLogIsMadeWithTheLabelsThatItIsGroupedBy() throws IOException {
    var grouped = new ArrayList<String>();
    for (var query : read("dashboard.json").findValues("timeSeriesFilter")) {
      var name =
          Pattern.compile("logging.googleapis.com/user/@PREFIX@([a-z-]+)")
              .matcher(query.path("filter").asText());
      if (name.find()) {
        var metric = read("metrics/" + name.group(1) + ".json");
        for (var field : query.at("/aggregation/groupByFields")) {
          var label = field.asText().replaceFirst("^metric\\.label\\.", "");
          assertTrue(
              field.asText().startsWith("resource.label.")
                  || metric.path("labelExtractors").has(label),
              name.group(1) + " has no label " + label);
          grouped.add(name.group(1) + " " + label);
        }
      }
    }
    assertTrue(grouped.contains("restaurant-refusals problem"), grouped::toString);
    assertTrue(grouped.contains("restaurant-refusals service"), grouped::toString);
  }

  @Test
  void aMetricExtractsTheLabelsThatItDeclares() throws IOException {
    for (var file : MONITORING.resolve("metrics").toFile().listFiles()) {
      var metric = JSON.readTree(file);
      var extracted = new TreeSet<String>();
      metric.path("labelExtractors").fieldNames().forEachRemaining(extracted::add);
      var declared = new TreeSet<String>();
      metric.at("/metricDescriptor/labels").forEach(it -> declared.add(it.path("key").asText()));
      assertEquals(declared, extracted, file.getName());
    }
  }
}
