package dev.eventfold.commands;

import dev.eventfold.concurrent.LruCache;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The streams that this instance folded last, so that a warm instance reads nothing. A stale entry
 * is harmless: the append's precondition finds out. One that is ahead of a store that was put back
 * is not, so that an entry says when the store was last seen to have its events.
 */
final class StateCache<S> {

  /**
   * A stream.
   *
   * @param provenAt by then, its events were read, or there were none; an append after that proves
   *     nothing of what it follows
   */
  record Entry<S>(LoadedStream<S> folded, Instant provenAt) {

    private boolean isNewerThan(Entry<S> other) {
      long version = folded.version();
      return version == other.folded.version()
          ? provenAt.isAfter(other.provenAt)
          : version > other.folded.version();
    }
  }

  /** The envelope of a stream and of what remembers it. */
  private static final int CHARACTERS_PER_STREAM = 60;

  private static final int CHARACTERS_PER_COMMAND = 25;

  private final LruCache<String, Entry<S>> recent;

  StateCache() {
    this.recent = LruCache.ofBytes(StateCache::characters);
  }

  /**
   * @param room in bytes of heap
   */
  StateCache(long room) {
    this.recent = LruCache.ofBytes(room, StateCache::characters);
  }

  private static long characters(Entry<?> entry) {
    var folded = entry.folded();
    return CHARACTERS_PER_STREAM
        + (long) CHARACTERS_PER_COMMAND * folded.commands().size()
        + folded.size();
  }

  Optional<Entry<S>> get(String stream) {
    return recent.get(stream);
  }

  /** Keeps the newer of two. */
  void put(Entry<S> entry) {
    recent.merge(entry.folded().stream(), entry, (a, b) -> a.isNewerThan(b) ? a : b);
  }

  void remove(String stream) {
    recent.removeAll(List.of(stream));
  }
}
