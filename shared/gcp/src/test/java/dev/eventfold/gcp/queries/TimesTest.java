package dev.eventfold.gcp.queries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.json.Malformed;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"})
  void aTimeHasFourDigitsOfYear(String time) {
    assertEquals(Instant.parse(time), Times.parse("since", "must be a time", time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-12-31T23:59:59Z",
        "-0001-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z",
        "-1000000000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-18:00",
        "0001-01-01T00:00:00+18:00",
        "yesterday"
      })
  void otherTimesAreNone(String time) {
    var refused = assertThrows(Malformed.class, () -> Times.parse("since", "must be a time", time));
    assertEquals(
        "since must be a time like 2026-01-31T18:30:00Z, in the years 1 to 9999.",
        refused.getMessage());
  }
}
