package dev.eventfold.commands;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Loads streams and folds them: from a cache, from the store, and the long ones from their
 * snapshots. Safe for many threads.
 */
final class StateLoader<E, S> {

  /**
   * For how long a warm instance trusts that the store still has what it has read: less than it
   * takes to put a store back.
   */
  static final Duration PROVEN_FOR = Duration.ofMinutes(1);

  static final int SNAPSHOT_EVERY = 100;

  /** Most streams are shorter; only a longer one is worth the read of a snapshot. */
  static final int FIRST_PAGE = 20;

  private static final int PAGE = 500;
  private static final int CACHED_STREAMS = 1_000;

  private final EventStore store;
  private final Decider<?, E, S> decider;
  private final EventTypes<E> types;
  private final Snapshots<S> snapshots;
  private final InstantSource clock;
  private final StateCache<S> cache = new StateCache<>(CACHED_STREAMS);

  StateLoader(
      EventStore store,
      Decider<?, E, S> decider,
      EventTypes<E> types,
      Snapshots<S> snapshots,
      InstantSource clock) {
    this.store = store;
    this.decider = decider;
    this.types = types;
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /**
   * What is known of a stream.
   *
   * @param provenAt see {@link StateCache.Entry}
   * @param fresh whether it was read just now
   */
  record Loaded<S>(LoadedStream<S> stream, Instant provenAt, boolean fresh) {}

  /**
   * The last known state, which may be stale: an append on it finds out. Costs nothing where an
   * instance is warm or the stream is new.
   *
   * @param isNew whether nobody has written the stream yet, most likely
   */
  Loaded<S> lastKnown(String stream, boolean isNew) {
    var now = clock.instant();
    var cached = cache.get(stream);
    if (cached.isPresent()) {
      var proven = cached.get().provenAt();
      boolean isProven = !proven.isAfter(now) && proven.plus(PROVEN_FOR).isAfter(now);
      return isProven ? new Loaded<>(cached.get().folded(), proven, false) : current(stream);
    }
    return isNew ? new Loaded<>(empty(stream), now, false) : current(stream);
  }

  /** Reads what is new in the stream, or all of it where the store has lost what was known. */
  Loaded<S> current(String stream) {
    var now = clock.instant();
    var known = cache.get(stream).map(StateCache.Entry::folded);
    var folded = known.flatMap(this::onFrom).orElseGet(() -> fromTheStart(stream));
    if (folded.version() > 0) {
      cache.put(new StateCache.Entry<>(folded, now));
    }
    return new Loaded<>(folded, now, true);
  }

  /** Keeps what a stream is after an append. */
  LoadedStream<S> appended(Loaded<S> before, List<RecordedEvent> events) {
    var after = before.stream().plus(events, decider, types);
    cache.put(new StateCache.Entry<>(after, before.provenAt()));
    if (after.version() / SNAPSHOT_EVERY > before.stream().version() / SNAPSHOT_EVERY) {
      snapshots.save(after);
    }
    return after;
  }

  private LoadedStream<S> empty(String stream) {
    return LoadedStream.empty(stream, decider.initial());
  }

  /** A long one from its snapshot on. */
  private LoadedStream<S> fromTheStart(String stream) {
    cache.remove(stream);
    var page = store.readAfter(stream, 0, FIRST_PAGE);
    var start = empty(stream).plus(page, decider, types);
    if (page.size() < FIRST_PAGE) {
      return start;
    }
    return snapshots.load(stream).flatMap(this::onFrom).orElseGet(() -> readOn(start));
  }

  /**
   * What follows what is known, if the store has the event that it ends with. A store that was
   * restored may end before, and an append past its end would leave a hole for good; or it has gone
   * on since, another way.
   */
  private Optional<LoadedStream<S>> onFrom(LoadedStream<S> known) {
    var page = store.readAfter(known.stream(), known.version() - 1, PAGE);
    if (page.isEmpty() || !endsWith(known, page.getFirst())) {
      return Optional.empty();
    }
    var folded = known.plus(page.subList(1, page.size()), decider, types);
    return Optional.of(page.size() < PAGE ? folded : readOn(folded));
  }

  private static boolean endsWith(LoadedStream<?> known, RecordedEvent event) {
    var command = known.commands().get(event.metadata().commandId());
    return event.version() == known.version()
        && command != null
        && command.last() == event.version();
  }

  private LoadedStream<S> readOn(LoadedStream<S> known) {
    var folded = known;
    List<RecordedEvent> page;
    do {
      page = store.readAfter(folded.stream(), folded.version(), PAGE);
      folded = folded.plus(page, decider, types);
    } while (page.size() == PAGE);
    return folded;
  }
}
