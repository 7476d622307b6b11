package restaurant.eventsourcing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The streams that this instance folded last, so that a warm instance reads nothing. A stale entry
 * is harmless: the append's precondition finds out.
 */
final class StateCache<S> {

  private final Map<String, Folded<S>> recent;

  StateCache(int size) {
    this.recent =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Folded<S>> eldest) {
            return size() > size;
          }
        };
  }

  synchronized Optional<Folded<S>> get(String stream) {
    return Optional.ofNullable(recent.get(stream));
  }

  /** Keeps the newer of two. */
  synchronized void put(Folded<S> folded) {
    recent.merge(folded.stream(), folded, (a, b) -> b.version() >= a.version() ? b : a);
  }
}
