package dev.eventfold.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTest {

  /** Indexes hold 1,499 bytes of a text, and no half of a character. */
  @ParameterizedTest
  @CsvSource({
    "a, 499, 499",
    "a, 1499, 1499",
    "a, 1500, 1499",
    "ä, 749, 749",
    "ä, 750, 749",
    "日, 499, 499",
    "日, 500, 499",
    "🍕, 374, 374",
    "🍕, 375, 374"
  })
  void ofATextAsManyWholeCharactersAreIndexedAsThereIsRoomFor(String one, int length, int indexed) {
    var content =
        new Document.Content("id", 1, Optional.empty(), Map.of("title", one.repeat(length)));
    assertEquals(one.repeat(indexed), content.index().get("title"));
  }
}
