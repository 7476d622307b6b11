package dev.eventfold.gcp.queries;

import dev.eventfold.json.Malformed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;

/** Times by RFC 3339, which has years of four digits, as stores have. */
final class Times {

  private static final String EXAMPLE = "2026-01-31T18:30:00Z";

  private Times() {}

  /**
   * @param what it must be, in the words of the refusal: "must be a time"
   * @throws Malformed it is none, or not in the years 1 to 9999
   */
  static Instant parse(String parameter, String what, String text) {
    try {
      var time = Instant.parse(text);
      int year = time.atOffset(ZoneOffset.UTC).getYear();
      if (year >= 1 && year <= 9999) {
        return time;
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw new Malformed(
        parameter, "%s %s like %s, in the years 1 to 9999.".formatted(parameter, what, EXAMPLE));
  }
}
