package dev.eventfold.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.commands.CommandTypes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionalFieldsTest {

  record Member(String name, int age, Optional<String> allergy) {}

  private static final CommandTypes<Member> TYPES =
      new CommandTypes<Member>().creates("enrolMember", Member.class);

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"name\":\"Ann\",\"age\":7}", "{\"name\":\"Ann\",\"age\":7,\"allergy\":null}"})
  void anOptionalFieldMayBeMissing(String payload) {
    assertEquals(
        new Member("Ann", 7, Optional.empty()), TYPES.bind("enrolMember", Json.parse(payload)));
  }

  @Test
  void anOptionalFieldThatIsEmptyIsNotWritten() {
    assertEquals(
        "{\"name\":\"Ann\",\"age\":7}",
        Json.text(Json.tree(new Member("Ann", 7, Optional.empty()))));
    assertEquals(
        "{\"name\":\"Ann\",\"age\":7,\"allergy\":\"nuts\"}",
        Json.text(Json.tree(new Member("Ann", 7, Optional.of("nuts")))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"age\":7}", "{\"name\":null,\"age\":7}"})
  void anyOtherFieldMustBePresent(String payload) {
    var malformed =
        assertThrows(Malformed.class, () -> TYPES.bind("enrolMember", Json.parse(payload)));
    assertEquals("payload.name must be present.", malformed.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\":\"Ann\"}", "{\"name\":\"Ann\",\"age\":null}"})
  void aMissingNumberIsNotZero(String payload) {
    var malformed =
        assertThrows(Malformed.class, () -> TYPES.bind("enrolMember", Json.parse(payload)));
    assertEquals("payload.age must be present.", malformed.getMessage());
  }
}
