package dev.eventfold.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

  private static List<String> broken(Rules rules) {
    try {
      rules.check();
      return List.of();
    } catch (Rejection rejection) {
      return rejection.broken().stream().map(Rejection.Broken::rule).toList();
    }
  }

  private static List<String> brokenBy(String text) {
    return broken(new Rules().text(text, "name", "Name", 20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u00a0\u2003\u3000",
        "\u200b\u200c\u200d\u2060\ufeff",
        "\u200e\u200f\u202a\u202e\u2066\u2069\u061c",
        "\u2800",
        "\u3164\uffa0\u115f\u1160",
        "\u034f\ufe0f\u180b",
        "\u0301",
        "\udb40\udc41",
        "\u00ad"
      })
  void whatShowsNothingIsNotPresent(String text) {
    assertEquals(List.of("Name must be present."), brokenBy(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\u0000", "a\nb", "a\tb", "\u001b[31ma", "a\u007f", "a\u0085", "a\u2028b"})
  void thereAreNoControlCharactersInALine(String text) {
    assertEquals(List.of("Name must not have control characters."), brokenBy(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "Zoë",
        "e\u0301",
        "日本",
        "🍕",
        "👩\u200d🍳",
        "א\u200f",
        "क्\u200dष",
        "ﷺ",
        "-",
        "한글"
      })
  void whatPeopleWriteIsTaken(String text) {
    assertEquals(List.of(), brokenBy(text));
  }

  /** Characters are counted as people do, not as halves of them. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "🍕"})
  void asManyCharactersAsThereMayBeAreTaken(String one) {
    assertEquals(List.of(), brokenBy(one.repeat(20)));
    assertEquals(List.of("Name must have at most 20 characters."), brokenBy(one.repeat(21)));
  }

  @Test
  void everyBrokenRuleIsTold() {
    var rules = new Rules().text("\n", "a", "A", 5).text("abcdef\u0000", "b", "B", 5);
    assertEquals(4, assertThrows(Rejection.class, rules::check).broken().size());
  }
}
