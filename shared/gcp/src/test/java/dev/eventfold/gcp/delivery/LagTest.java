package dev.eventfold.gcp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.gcp.http.Log;
import dev.eventfold.gcp.tracing.Trace;
import dev.eventfold.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** It is between the clocks of two machines: who decided an event, and who applied it. */
class LagTest {

  @ParameterizedTest
  @CsvSource({"PT1.5S, 1500", "PT0S, 0", "PT-3S, 0"})
  void aClockThatIsAheadMakesNoNegativeLag(Duration measured, long logged) {
    var lines = new ByteArrayOutputStream();
    var out = System.out;
    System.setOut(new PrintStream(lines, true, StandardCharsets.UTF_8));
    try {
      var log = new Log(Trace.of(Optional.empty()), "correlation");
      log.lag(measured);
      log.info("applied");
    } finally {
      System.setOut(out);
    }
    var line = Json.parse(lines.toString(StandardCharsets.UTF_8));
    assertEquals(logged, line.path("lagMillis").asLong(-1));
  }
}
