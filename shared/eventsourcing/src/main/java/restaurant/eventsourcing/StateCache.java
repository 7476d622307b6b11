package restaurant.eventsourcing;

import java.util.Optional;

/**
 * The streams that this instance folded last, so that a warm instance reads nothing. A stale entry
 * is harmless: the append's precondition finds out.
 */
final class StateCache<S> {

  private final Recent<String, Folded<S>> recent;

  StateCache(int size) {
    this.recent = new Recent<>(size);
  }

  Optional<Folded<S>> get(String stream) {
    return recent.get(stream);
  }

  /** Keeps the newer of two. */
  void put(Folded<S> folded) {
    recent.merge(folded.stream(), folded, (a, b) -> b.version() >= a.version() ? b : a);
  }
}
