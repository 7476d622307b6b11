package dev.eventfold.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.commands.CommandTypes;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

  record Tip(BigDecimal amount) {}

  record Team(int count, String name) {}

  private static final CommandTypes<Object> TYPES =
      new CommandTypes<>().creates("giveTip", Tip.class).creates("seatTeam", Team.class);

  private static Object bind(String amount) {
    return TYPES.bind("giveTip", Json.parse("{\"amount\":%s}".formatted(amount)));
  }

  /** A reader with binary floats has 0.30000000000000004 or 12345678901234568 instead. */
  @ParameterizedTest
  @ValueSource(strings = {"10.00", "0.30", "12345678901234567.89", "-1", "0"})
  void aDecimalIsWrittenAsAStringWithEveryDigit(String amount) {
    assertEquals(
        "{\"amount\":\"%s\"}".formatted(amount),
        Json.text(Json.tree(new Tip(new BigDecimal(amount)))));
  }

  @Test
  void aLargeDecimalIsWrittenWithoutAnExponent() {
    assertEquals("\"100\"", Json.text(Json.tree(new BigDecimal("1E+2"))));
  }

  @ParameterizedTest
  @CsvSource({
    "\"10.00\",10",
    "10.0,10",
    "10,10",
    "1e1,10",
    "\"0.10\",0.1",
    "\"-0\",0",
    "100.0,100"
  })
  void aStringAndANumberOfOneValueAreTheSame(String json, BigDecimal amount) {
    assertEquals(new Tip(amount), bind(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\" 1\"",
        "\"1e1\"",
        "\"+1\"",
        "\"1.\"",
        "\".5\"",
        "\"1,50\"",
        "\"٣\"",
        "\"NaN\"",
        "\"0x1\"",
        "true",
        "[]",
        "[1]",
        "{}",
        "1e401",
        "1e-401",
        "1e999999999"
      })
  void anythingElseIsRefused(String json) {
    var malformed = assertThrows(Malformed.class, () -> bind(json));
    assertEquals("payload.amount must be a decimal number like 10.00.", malformed.getMessage());
  }

  @Test
  void asManyDigitsAsANumberMayHaveAreTaken() {
    var digits = "1".repeat(400);
    assertEquals(new Tip(new BigDecimal(digits)), bind("\"%s\"".formatted(digits)));
    assertEquals(new Tip(new BigDecimal("1" + "0".repeat(400))), bind("1e400"));
  }

  @Test
  void aLongStringIsRefusedBeforeItIsRead() {
    assertThrows(Malformed.class, () -> bind("\"%s\"".formatted("1".repeat(401))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"count\":\"2\",\"name\":\"Ann\"}", "{\"count\":2,\"name\":10.00}"})
  void nothingElseIsCoerced(String payload) {
    assertThrows(Malformed.class, () -> TYPES.bind("seatTeam", Json.parse(payload)));
  }
}
