package dev.eventfold.commands;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

  /**
   * A snapshot is one write more in so many; one that is behind is one read more for each event.
   * The last snapshot's last event is always among as many.
   */
  static final int SNAPSHOT_EVERY = 50;

  /** How many events of others a lost race looks for by their keys. */
  private static final int AHEAD = 2;

  private final EventStore store;
  private final Decider<?, E, S> decider;
  private final EventTypes<E> types;
  private final Snapshots<S> snapshots;
  private final InstantSource clock;
  private final StateCache<S> cache = new StateCache<>();

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
    return current(stream, this::onFrom);
  }

  /**
   * The same when somebody is known to have appended: by the keys of what they most likely did,
   * which is one read more than a query at most, and no search.
   */
  Loaded<S> afterALostRace(String stream) {
    return current(stream, this::onByKeys);
  }

  private Loaded<S> current(
      String stream, Function<LoadedStream<S>, Optional<LoadedStream<S>>> readOn) {
    var now = clock.instant();
    var known = cache.get(stream).map(StateCache.Entry::folded);
    var folded = known.flatMap(readOn).orElseGet(() -> fromTheStart(stream));
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
      var measured = after.measured();
      cache.put(new StateCache.Entry<>(measured, before.provenAt()));
      snapshots.save(measured);
    }
    return after;
  }

  /**
   * The events of a command that was carried out before; none where it was not.
   *
   * @param isFirst it cannot have been sent before
   * @throws NoEvent some of them are not there
   */
  List<RecordedEvent> earlier(LoadedStream<S> known, String commandId, boolean isFirst) {
    var seen = known.commands().find(commandId);
    if (seen.isPresent()) {
      return store.readRange(known.stream(), seen.get().first(), seen.get().last());
    }
    if (isFirst || known.commands().areAll()) {
      return List.of();
    }
    var found = store.readCommand(known.stream(), commandId);
    return found.isEmpty() ? found : whole(found);
  }

  private static List<RecordedEvent> whole(List<RecordedEvent> events) {
    var first = events.getFirst();
    var last = events.getLast();
    return NoEvent.requireAll(
        first.service(), first.stream(), first.version(), last.version(), events);
  }

  private LoadedStream<S> empty(String stream) {
    return LoadedStream.empty(stream, decider.initial());
  }

  /** A short one from its end alone, a long one from its snapshot on. */
  private LoadedStream<S> fromTheStart(String stream) {
    cache.remove(stream);
    var last = store.readLast(stream, SNAPSHOT_EVERY);
    if (last.size() < SNAPSHOT_EVERY) {
      return empty(stream).plus(last, decider, types);
    }
    return snapshots
        .load(stream)
        .flatMap(known -> upTo(known, last))
        .orElseGet(() -> readOn(empty(stream)).measured());
  }

  /** With what was read, unless the snapshot is behind that, or somebody has written it since. */
  private Optional<LoadedStream<S>> upTo(LoadedStream<S> known, List<RecordedEvent> last) {
    long from = known.version() - last.getFirst().version();
    return from < 0 || from >= last.size()
        ? onFrom(known)
        : on(known, last.subList((int) from, last.size()));
  }

  /**
   * What follows what is known, if the store has the event that it ends with. A store that was
   * restored may end before, and an append past its end would leave a hole for good; or it has gone
   * on since, another way.
   */
  private Optional<LoadedStream<S>> onFrom(LoadedStream<S> known) {
    var page = store.readAfter(known.stream(), known.version() - 1, EventStore.AT_ONCE);
    return on(known, page)
        .map(folded -> page.size() < EventStore.AT_ONCE ? folded : readOn(folded));
  }

  private Optional<LoadedStream<S>> onByKeys(LoadedStream<S> known) {
    long last = known.version();
    var range = store.readRange(known.stream(), last, last + AHEAD);
    return on(known, range).map(folded -> range.size() < 1 + AHEAD ? folded : readOn(folded));
  }

  /**
   * @param page from the last known event on
   */
  private Optional<LoadedStream<S>> on(LoadedStream<S> known, List<RecordedEvent> page) {
    return page.isEmpty() || !endsWith(known, page.getFirst())
        ? Optional.empty()
        : Optional.of(known.plus(page.subList(1, page.size()), decider, types));
  }

  private static boolean endsWith(LoadedStream<?> known, RecordedEvent event) {
    return event.version() == known.version()
        && known
            .commands()
            .find(event.metadata().commandId())
            .filter(command -> command.last() == event.version())
            .isPresent();
  }

  private LoadedStream<S> readOn(LoadedStream<S> known) {
    var folded = known;
    List<RecordedEvent> page;
    do {
      page = store.readAfter(folded.stream(), folded.version(), EventStore.AT_ONCE);
      folded = folded.plus(page, decider, types);
    } while (page.size() == EventStore.AT_ONCE);
    return folded;
  }
}
