package dev.eventfold.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with JSON from outside is said in words of ours, with the place. */
class ReceivedJsonTest {

  private static Malformed refused(String text) {
    return assertThrows(Malformed.class, () -> ReceivedJson.parse(text));
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("{\n\n  \"a\": nix}", "line 3, column 8: this is not JSON."),
        Arguments.of("{'a':1}", "line 1, column 2: this is not JSON."),
        Arguments.of("{\"a\":NaN}", "line 1, column 9: this is not JSON."),
        Arguments.of("\"\u0007\"", "line 1, column 2: this is not JSON."),
        Arguments.of("{\"a\":", "line 1, column 6: it ends too early."),
        Arguments.of("{\"a\":1,\n\"a\":2}", "line 2, column 4: a field is there twice."),
        Arguments.of("{} {}", "line 1, column 4: something follows it."),
        Arguments.of("{\"a\":" + "[".repeat(300), "200 deep."),
        Arguments.of("1".repeat(500), "too long"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void thePlaceIsSaidAndNothingOfTheParser(String text, String words) {
    var rule = refused(text).getMessage();
    assertTrue(rule.startsWith("The body must be JSON: line ") && rule.contains(words), rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e99999999999",
        "1e-99999999999",
        "1e-2147483648",
        "1e2147483647",
        "1e-2147483647",
        "0e2147483647",
        "0.1e-2147483647",
        "10e-2147483648",
        "1e1001",
        "1e-1001",
        "-1e999999999"
      })
  void aNumberHasAnOrdinarySize(String number) {
    assertTrue(refused("{\"a\":" + number + "}").getMessage().endsWith("of an ordinary size."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e1000", "1e-1000"})
  void aLargeNumberIsTaken(String number) {
    assertTrue(ReceivedJson.parse("{\"a\":" + number + "}").path("a").isNumber());
  }

  @Test
  void thePathOfAWrongValueIsSaid() {
    assertEquals("a.1.b", refused("{\"a\":[0,{\"b\":1e9999}]}").field());
    assertEquals("a.0", refused("{\"a\":[\"\\ud800\"]}").field());
    refused("{\"a\":{\"\\udc00\":1}}");
    refused("{\"a\":{\"\\ud800\":1}}");
    assertEquals(
        "The body must have field names of well-formed Unicode.",
        refused("{\"\ud800\":1}").getMessage());
  }

  @Test
  void decimalsAreComparedByValueAndOtherTextsAsTheyAre() {
    var same = Json.byValue(ReceivedJson.parse("{\"a\":10,\"b\":[1e1,\"x\"]}"));
    assertEquals(same, Json.byValue(ReceivedJson.parse("{\"b\":[10.00,\"x\"],\"a\":10.0}")));
    assertEquals("{\"a\":\"10\"}", Json.byValue(ReceivedJson.parse("{\"a\":\"10.00\"}")));
    for (var text : List.of("010.0", "1.", ".50", "1.0.0", "1.0 ", "1.2e0", "٣.0")) {
      var quoted = "{\"a\":\"%s\"}".formatted(text);
      assertEquals(quoted, Json.byValue(ReceivedJson.parse(quoted)));
    }
  }
}
