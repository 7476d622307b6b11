package dev.eventfold.commands;

import dev.eventfold.concurrent.LruCache;
import java.util.Optional;

/**
 * The streams that this instance folded last, so that a warm instance reads nothing. A stale entry
 * is harmless: the append's precondition finds out.
 */
final class StateCache<S> {

  private final LruCache<String, LoadedStream<S>> recent;

  StateCache(int size) {
    this.recent = new LruCache<>(size);
  }

  Optional<LoadedStream<S>> get(String stream) {
    return recent.get(stream);
  }

  /** Keeps the newer of two. */
  void put(LoadedStream<S> folded) {
    recent.merge(folded.stream(), folded, (a, b) -> b.version() >= a.version() ? b : a);
  }
}
