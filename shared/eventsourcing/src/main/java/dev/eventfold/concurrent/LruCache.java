package dev.eventfold.concurrent;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** The entries that this instance used last, at most so many. Safe for many threads. */
public final class LruCache<K, V> {

  private final Map<K, V> entries;

  public LruCache(int size) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > size;
          }
        };
  }

  public synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  public synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  public synchronized void putAll(Map<K, V> some) {
    entries.putAll(some);
  }

  /**
   * @param chosen of the entry that there is, and the new one
   */
  public synchronized void merge(K key, V value, BinaryOperator<V> chosen) {
    entries.merge(key, value, chosen);
  }

  public synchronized void removeAll(Collection<K> keys) {
    List.copyOf(keys).forEach(entries::remove);
  }
}
