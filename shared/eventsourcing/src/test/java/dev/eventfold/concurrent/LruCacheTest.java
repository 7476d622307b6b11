package dev.eventfold.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LruCacheTest {

  private final LruCache<Integer, String> cache = LruCache.ofEntries(3);

  private List<Integer> there() {
    return IntStream.range(0, 10).boxed().filter(key -> cache.get(key).isPresent()).toList();
  }

  @Test
  void asManyAsThereIsRoomForAreKept() {
    cache.put(1, "one");
    cache.putAll(Map.of(2, "two", 3, "three"));
    assertEquals(List.of(1, 2, 3), there());
  }

  @Test
  void whatWasNotUsedForLongestIsForgottenFirst() {
    for (int key = 1; key <= 3; key++) {
      cache.put(key, "" + key);
    }
    assertEquals(Optional.of("1"), cache.get(1));
    cache.put(4, "4");
    assertEquals(List.of(1, 3, 4), there());
    cache.removeAll(List.of(3, 4));
    assertEquals(List.of(1), there());
  }

  /** Of eight bytes a character. */
  @Test
  void largeEntriesTakeTheRoomOfManySmallOnes() {
    var large = LruCache.<Integer, String>ofBytes(80, String::length);
    for (int key = 0; key < 10; key++) {
      large.put(key, "a");
    }
    assertEquals(Optional.of("a"), large.get(0));
    large.put(10, "eight ch");
    assertEquals(Optional.empty(), large.get(1));
    assertEquals(Optional.of("a"), large.get(0));
    assertEquals(Optional.of("a"), large.get(9));
    // In its place there is room again.
    large.merge(10, "b", (there, put) -> put);
    IntStream.range(20, 27).forEach(key -> large.put(key, "c"));
    assertEquals(Optional.of("b"), large.get(10));
  }

  @Test
  void whatIsLargerThanTheRoomIsNotKept() {
    var small = LruCache.<Integer, String>ofBytes(80, String::length);
    small.put(1, "more than ten");
    assertEquals(Optional.empty(), small.get(1));
    small.put(2, "ten or les");
    assertEquals(Optional.of("ten or les"), small.get(2));
    small.put(3, "more than ten");
    assertEquals(Optional.of("ten or les"), small.get(2));
  }
}
