package restaurant.gcloud.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import restaurant.gcloud.FunctionTable;

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

  /** Dead letters, and what waits for too long, of reactors as well as of projectors. */
  @Test
  void whatIsPushedToIsWatched(@TempDir Path target) throws Exception {
    var builder =
        new ProcessBuilder("./deploy", "--dry-run", "--project=demo")
            .redirectErrorStream(true)
            .redirectOutput(target.resolve("printed").toFile());
    builder.environment().put("TARGET_FOLDER", target.toString());
    assertEquals(0, builder.start().waitFor());
    for (var alert : List.of("dead-letters", "lag")) {
      var text = Files.readString(target.resolve(alert + ".json"));
      var watched =
          Set.of(text.replaceAll("(?s).*full_match\\(\\\\\"\\(?([^)\\\\]*).*", "$1").split("\\|"));
      var pushed =
          FunctionTable.read().stream()
              .filter(it -> List.of("projector", "reactor").contains(it.kind()))
              .map(FunctionTable.Function::name)
              .collect(Collectors.toSet());
      assertEquals(pushed, watched, alert);
    }
  }

  private static List<String> counted(JsonNode alert, int condition) {
    var threshold = alert.at("/conditions/%d/conditionThreshold".formatted(condition));
    return Arrays.stream(threshold.path("filter").asText().split(" AND "))
        .filter(part -> part.contains("response_code") || part.contains("service_name"))
        .toList();
  }
}
