package restaurant.local.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.json.Json;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may differ between a published answer and one of today. */
class LikenessTest {

  private static Optional<String> difference(String published, String answer) {
    return Likeness.difference(Json.parse(published), Json.parse(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1,"b":[2]} | {"b":[2],"a":1}
          {"price":10.0} | {"price":10.00}
          {"at":"2026-01-31T18:30:00Z"} | {"at":"2027-02-01T00:00:00.123456Z"}
          {"nextPageToken":"1"} | {"nextPageToken":"2"}
          """)
  void theseAreAlike(String published, String answer) {
    assertEquals(Optional.empty(), difference(published, answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1} | {"a":2} | /a is 2, and published as 1
          {"a":1} | {"a":1,"b":2} | `/b is 2, and published as `
          {"a":1,"b":2} | {"a":1} | /b is , and published as 2
          {"a":[{"b":1}]} | {"a":[{"b":"1"}]} | /a/0/b is "1", and published as 1
          {"a":[1]} | {"a":[1,2]} | /a is [1,2], and published as [1]
          {"at":"2026-01-31T18:30:00Z"} | {"at":"today"} | /at is "today", and published as "2026-01-31T18:30:00Z"
          {"nextPageToken":"1"} | {} | /nextPageToken is , and published as "1"
          """)
  void theseAreNot(String published, String answer, String difference) {
    assertEquals(difference, difference(published, answer).orElseThrow());
  }
}
