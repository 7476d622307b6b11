package dev.eventfold.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LruCacheTest {

  private final LruCache<Integer, String> cache = new LruCache<>(3);

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
}
