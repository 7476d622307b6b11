package restaurant.gcloud.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  /** Dead letters, and what waits for too long, whoever it is pushed to. */
  @Test
  void whatIsPushedToIsWatched(@TempDir Path target) throws Exception {
    deploy(target);
    for (var alert : List.of("dead-letters", "lag")) {
      assertEquals(functions("projector", "reactor", "eraser"), watched(target, alert), alert);
    }
  }

  /** A job that somebody paused, or whose calls are refused: nobody calls, so nothing fails. */
  @Test
  void whatAClockCallsIsMissed(@TempDir Path target) throws Exception {
    deploy(target, "CLOCK_SILENCE", "7200s");
    assertEquals(functions("reconciler", "timer"), watched(target, "not-called"));
    var absent = json(target, "not-called").at("/conditions/0/conditionAbsent");
    assertEquals("7200s", absent.path("duration").asText());
    assertTrue(absent.path("filter").asText().endsWith("response_code_class=\"2xx\""));
  }

  private static void deploy(Path target, String... setting) throws Exception {
    var builder =
        new ProcessBuilder("./deploy", "--dry-run", "--project=demo")
            .redirectErrorStream(true)
            .redirectOutput(target.resolve("printed").toFile());
    builder.environment().put("TARGET_FOLDER", target.toString());
    if (setting.length > 0) {
      builder.environment().put(setting[0], setting[1]);
    }
    assertEquals(0, builder.start().waitFor());
  }

  private static JsonNode json(Path target, String alert) throws Exception {
    return new ObjectMapper().readTree(target.resolve(alert + ".json").toFile());
  }

  private static Set<String> watched(Path target, String alert) throws Exception {
    var text = Files.readString(target.resolve(alert + ".json"));
    return Set.of(text.replaceAll("(?s).*full_match\\(\\\\\"\\(?([^)\\\\]*).*", "$1").split("\\|"));
  }

  private static Set<String> functions(String... kinds) {
    return FunctionTable.read().stream()
        .filter(it -> List.of(kinds).contains(it.kind()))
        .map(FunctionTable.Function::name)
        .collect(Collectors.toSet());
  }

  private static List<String> counted(JsonNode alert, int condition) {
    var threshold = alert.at("/conditions/%d/conditionThreshold".formatted(condition));
    return Arrays.stream(threshold.path("filter").asText().split(" AND "))
        .filter(part -> part.contains("response_code") || part.contains("service_name"))
        .toList();
  }
}
