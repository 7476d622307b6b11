package restaurant.eventsourcing;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** The entries that this instance used last, at most so many. Safe for many threads. */
public final class Recent<K, V> {

  private final Map<K, V> entries;

  public Recent(int size) {
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

  synchronized void putAll(Map<K, V> some) {
    entries.putAll(some);
  }

  /**
   * @param chosen of the entry that there is, and the new one
   */
  synchronized void merge(K key, V value, BinaryOperator<V> chosen) {
    entries.merge(key, value, chosen);
  }

  synchronized void removeAll(Collection<K> keys) {
    List.copyOf(keys).forEach(entries::remove);
  }
}
