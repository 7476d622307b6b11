package dev.eventfold.concurrent;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;

/**
 * The entries that this instance used last, as many as there is room for. Safe for many threads.
 */
public final class LruCache<K, V> {

  private static final long MOST_BYTES = 64 << 20;
  private static final int PART_OF_THE_HEAP = 8;

  /**
   * More bytes of heap than a character of JSON takes: as a tree of Jackson's 6.7 in a document of
   * 100 characters and 4.8 in one of 4,000, and as records 1.4 (measured on JDK 25).
   */
  private static final int BYTES_PER_CHARACTER = 8;

  private record Weighed<V>(V value, long weight) {}

  private final Map<K, Weighed<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final long room;
  private final ToLongFunction<V> weigher;
  private long used;

  private LruCache(long room, ToLongFunction<V> weigher) {
    this.room = room;
    this.weigher = weigher;
  }

  /** For small things: at most so many. */
  public static <K, V> LruCache<K, V> ofEntries(int most) {
    return new LruCache<>(most, value -> 1);
  }

  /**
   * For large things: an eighth of the heap, 64 MiB at most.
   *
   * @param characters that an entry would take as JSON, about
   */
  public static <K, V> LruCache<K, V> ofBytes(ToLongFunction<V> characters) {
    long room = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP);
    return ofBytes(room, characters);
  }

  /**
   * @param room in bytes of heap
   */
  public static <K, V> LruCache<K, V> ofBytes(long room, ToLongFunction<V> characters) {
    return new LruCache<>(room, value -> BYTES_PER_CHARACTER * characters.applyAsLong(value));
  }

  public synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key)).map(Weighed::value);
  }

  public synchronized void put(K key, V value) {
    remove(key);
    var weighed = new Weighed<>(value, weigher.applyAsLong(value));
    if (weighed.weight() > room) {
      return;
    }
    entries.put(key, weighed);
    used += weighed.weight();
    var eldest = entries.values().iterator();
    while (used > room) {
      used -= eldest.next().weight();
      eldest.remove();
    }
  }

  public synchronized void putAll(Map<K, V> some) {
    some.forEach(this::put);
  }

  /**
   * @param chosen of the entry that there is, and the new one
   */
  public synchronized void merge(K key, V value, BinaryOperator<V> chosen) {
    put(key, get(key).map(there -> chosen.apply(there, value)).orElse(value));
  }

  public synchronized void removeAll(Collection<K> keys) {
    List.copyOf(keys).forEach(this::remove);
  }

  private void remove(K key) {
    var there = entries.remove(key);
    if (there != null) {
      used -= there.weight();
    }
  }
}
