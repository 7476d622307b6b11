package dev.eventfold.personal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonalFieldsTest {

  private record Lines(List<String> lines) {}

  private record Marked(
      @Personal String text, @Personal Optional<Set<Lines>> nested, @Person String whose, int n) {}

  private record Within(@Personal String name) {}

  private record Hidden(List<Within> within) {}

  private record Numbered(@Personal int age) {}

  private record Mapped(@Personal Map<String, String> byName) {}

  @Test
  void areFoundByTheirAnnotation() {
    assertEquals(
        new PersonalFields(Set.of("text", "nested"), Optional.of("whose")),
        PersonalFields.of(Marked.class));
    assertTrue(PersonalFields.of(String.class).isEmpty());
  }

  @Test
  void whatCantBeKeptIsRefused() {
    for (var type : List.of(Numbered.class, Mapped.class, Hidden.class)) {
      assertThrows(IllegalArgumentException.class, () -> PersonalFields.of(type));
    }
  }
}
