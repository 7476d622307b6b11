package dev.eventfold.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client is told of a payload that does not fit, without a word of the parser's. */
class CommandTypesTest {

  record Friend(String name, int age) {}

  record Party(
      String host,
      int seats,
      long budget,
      BigDecimal tip,
      boolean inside,
      List<Friend> friends,
      Map<String, Friend> byName) {}

  record Cancel() {}

  private final CommandTypes<Object> types =
      new CommandTypes<>().creates("book", Party.class).changes("cancel", Cancel.class);

  private Malformed refused(String payload) {
    return assertThrows(Malformed.class, () -> types.bind("book", Json.parse(payload)));
  }

  private static final String WHOLE =
      """
      {"host":"Ann","seats":2,"budget":30,"tip":"1.50","inside":true,
       "friends":[{"name":"Bob","age":7}],"byName":{"eve":{"name":"Eve","age":8}}}""";

  @Test
  void whatFitsIsBound() {
    var party = (Party) types.bind("book", Json.parse(WHOLE));
    assertEquals(List.of(new Friend("Bob", 7)), party.friends());
    assertEquals(Map.of("eve", new Friend("Eve", 8)), party.byName());
    assertEquals(new Cancel(), types.bind("cancel", Json.parse("{}")));
  }

  @Test
  void itIsKnownWhichCommandsMakeAnAggregate() {
    assertEquals(Optional.of(true), types.createsAggregate("book"));
    assertEquals(Optional.of(false), types.createsAggregate("cancel"));
    assertEquals(Optional.empty(), types.createsAggregate("pay"));
  }

  @Test
  void aCommandThatThereIsNotIsRefusedWithThoseThatThereAre() {
    var none = assertThrows(Malformed.class, () -> types.bind("pay", Json.parse("{}")));
    assertEquals("type", none.field());
    assertEquals("type must be one of book, cancel.", none.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"host\":\"Ann\"|\"host\":7|payload.host must be a string.",
        "\"host\":\"Ann\"|\"host\":null|payload.host must be present.",
        "\"host\":\"Ann\",||payload.host must be present.",
        "\"seats\":2|\"seats\":\"2\"|payload.seats must be a whole number.",
        "\"seats\":2|\"seats\":2.5|payload.seats must be a whole number.",
        "\"budget\":30|\"budget\":\"x\"|payload.budget must be a whole number.",
        "\"tip\":\"1.50\"|\"tip\":\"x\"|payload.tip must be a decimal number like 10.00.",
        "\"inside\":true|\"inside\":\"yes\"|payload.inside must be true or false.",
        "\"friends\":[|\"friends\":[[],|payload.friends.0 must be an object.",
        "\"age\":7|\"age\":\"7\"|payload.friends.0.age must be a whole number.",
        "\"age\":8|\"age\":\"8\"|payload.byName.eve.age must be a whole number.",
        "\"host\":|\"ghost\":1,\"host\":|payload.ghost is not a field of this command."
      })
  void theFieldIsNamedAndWhatItMustBe(String good, String bad, String rule) {
    var malformed = refused(WHOLE.replace(good, bad == null ? "" : bad));
    assertEquals(rule, malformed.getMessage());
    assertEquals(rule.substring(0, rule.indexOf(' ')), malformed.field());
  }

  /** A number that fits no int has no one type that it should have had. */
  @Test
  void aNumberThatIsTooLargeIsOfAnotherType() {
    var refused = refused(WHOLE.replace("\"seats\":2", "\"seats\":99999999999"));
    assertEquals("payload.seats must be of its type.", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"host\":\"Ann\"|\"host\":7|payload.host must be a string.",
        "\"age\":8|\"age\":\"8\"|What the client named must be a whole number.",
        "\"host\":|\"ghost\":1,\"host\":|What the client named is not a field of this command."
      })
  void noNameOfTheClientsIsLogged(String good, String bad, String logged) {
    assertEquals(logged, refused(WHOLE.replace(good, bad)).forLogs().getMessage());
  }

  @Test
  void aPayloadIsAnObject() {
    for (var payload : List.of("[]", "7", "null", "\"x\"")) {
      assertEquals("payload must be an object.", refused(payload).getMessage());
    }
  }
}
