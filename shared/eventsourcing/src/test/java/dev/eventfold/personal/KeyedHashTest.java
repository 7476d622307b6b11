package dev.eventfold.personal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.events.Ids;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyedHashTest {

  private static final byte[] ONE = "1".repeat(32).getBytes();
  private static final byte[] TWO = "2".repeat(32).getBytes();

  private final KeyedHash one = KeyedHash.of(Map.of(1, ONE));
  private final KeyedHash both = KeyedHash.of(Map.of(1, ONE, 2, TWO));
  private final KeyedHash two = KeyedHash.of(Map.of(2, TWO));

  @Test
  void isNothingThatCanBeGuessedWithoutTheKey() {
    assertNotEquals(Ids.hash("a"), one.joined("a").substring(2));
    assertNotEquals(one.joined("a").substring(2), two.joined("a").substring(2));
  }

  @Test
  void whileTheKeyChangesEachVersionIsCompared() {
    assertFalse(KeyedHash.differ(one.joined("a"), both.joined("a")));
    assertTrue(KeyedHash.differ(one.joined("a"), both.joined("b")));
    assertFalse(KeyedHash.differ(both.joined("a"), two.joined("a")));
    assertTrue(KeyedHash.differ(both.joined("a"), two.joined("b")));
  }

  @Test
  void whatNoVersionHasBothOfIsNotKnownToDiffer() {
    assertFalse(KeyedHash.differ(one.joined("a"), two.joined("b")));
  }

  @Test
  void withoutAKeyItIsAPlainHash() {
    assertEquals(List.of(Ids.hash("a")), KeyedHash.UNKEYED.all("a"));
    assertTrue(KeyedHash.differ(KeyedHash.UNKEYED.joined("a"), KeyedHash.UNKEYED.joined("b")));
  }

  @Test
  void aKeyIsNotShort() {
    assertThrows(IllegalArgumentException.class, () -> KeyedHash.of(Map.of(1, new byte[16])));
    assertThrows(IllegalArgumentException.class, () -> KeyedHash.of(Map.of()));
  }
}
