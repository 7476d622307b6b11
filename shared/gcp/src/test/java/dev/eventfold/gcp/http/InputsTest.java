package dev.eventfold.gcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from outside, before anything is made of it. */
class InputsTest {

  @Test
  void aQueryIsReadAsItWasMeant() {
    assertEquals(
        Map.of("a", List.of("1", "é +"), "b", List.of(""), "c", List.of("d=e")),
        QueryString.parse("a=1&b&a=%C3%A9+%2B&&c=d=e"));
    assertEquals(Map.of(), QueryString.parse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "%1",
        "%zz",
        "%-1",
        "%+1",
        "%ff",
        "%C0%80",
        "%ED%A0%80",
        "%00",
        "%0A",
        "é",
        " "
      })
  void aQueryIsUtf8InPercentEncoding(String wrong) {
    assertThrows(Malformed.class, () -> QueryString.parse("a=" + wrong));
    assertThrows(Malformed.class, () -> QueryString.parse(wrong + "=a"));
  }

  private static String userinfo(String claims) {
    return Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"sub\":null}",
        "{\"sub\":7}",
        "{\"sub\":true}",
        "{\"sub\":[\"a\"]}",
        "{\"sub\":\"\"}",
        "{\"sub\":\" \"}",
        "{\"sub\":\"a\\nb\"}",
        "{\"sub\":\"\\ud800\"}",
        "null",
        "[]",
        "{"
      })
  void whoHasNoNameIsNobody(String claims) {
    assertThrows(Endpoint.Refused.class, () -> Caller.of(Optional.of(userinfo(claims))));
  }

  @Test
  void aNameHasAtMost255Bytes() {
    var longest = "é".repeat(127) + "a";
    var claims = "{\"sub\":\"%s\"}";
    var caller = Caller.of(Optional.of(userinfo(claims.formatted(longest))));
    assertEquals(longest, caller.name());
    assertThrows(
        Endpoint.Refused.class,
        () -> Caller.of(Optional.of(userinfo(claims.formatted(longest + "a")))));
  }
}
