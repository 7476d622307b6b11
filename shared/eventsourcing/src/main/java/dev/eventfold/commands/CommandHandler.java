package dev.eventfold.commands;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.Ids;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventTooLarge;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.ReservationTaken;
import dev.eventfold.store.TransientFailure;
import dev.eventfold.store.VersionConflict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Load, fold, decide, append, answer. A command id takes effect at most once, however often and
 * wherever it is handled. Safe for many threads.
 *
 * <p>Cost of a command that appends n events: a warm instance, or a command that creates its
 * stream, n writes and no read; a cold one also reads the stream. A rejection that the state
 * caused, an unexpected version, a lost race, and {@link #PROVEN_FOR} since the stream was read,
 * each read its last known event once more, and what follows it.
 */
public final class CommandHandler<C, E, S> {

  static final int ATTEMPTS = 6;
  static final int SNAPSHOT_EVERY = 100;

  /**
   * For how long a warm instance trusts that the store still has what it has read: less than it
   * takes to put a store back.
   */
  static final Duration PROVEN_FOR = Duration.ofMinutes(1);

  /** Most streams are shorter; only a longer one is worth the read of a snapshot. */
  static final int FIRST_PAGE = 20;

  private static final int PAGE = 500;
  private static final int CACHED_STREAMS = 1_000;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final String service;
  private final Aggregate<C, E, S> aggregate;
  private final EventStore store;
  private final Snapshots<S> snapshots;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Decider<C, E, S> decider;
  private final EventTypes<E> types;
  private final StateCache<S> cache = new StateCache<>(CACHED_STREAMS);

  private CommandHandler(
      String service,
      Aggregate<C, E, S> aggregate,
      EventStore store,
      Snapshots<S> snapshots,
      InstantSource clock,
      Backoff backoff) {
    this.service = service;
    this.aggregate = aggregate;
    this.store = store;
    this.snapshots = snapshots;
    this.clock = clock;
    this.backoff = backoff;
    this.decider = aggregate.decider();
    this.types = aggregate.events();
  }

  /**
   * One without snapshots, with the system's clock, that stands back for a random time after a lost
   * race.
   *
   * @param service whose events it appends
   * @param store of that service
   */
  public static <C, E, S> CommandHandler<C, E, S> of(
      String service, Aggregate<C, E, S> aggregate, EventStore store) {
    return new CommandHandler<>(
        service, aggregate, store, Snapshots.none(), InstantSource.system(), Backoff.jitter(PAUSE));
  }

  /** One that keeps the snapshots of its aggregate here, where it has any. */
  public CommandHandler<C, E, S> snapshots(QueryStore views) {
    var kept = aggregate.snapshots(service, views);
    return new CommandHandler<>(service, aggregate, store, kept, clock, backoff);
  }

  public CommandHandler<C, E, S> clock(InstantSource other) {
    return new CommandHandler<>(service, aggregate, store, snapshots, other, backoff);
  }

  public CommandHandler<C, E, S> backoff(Backoff other) {
    return new CommandHandler<>(service, aggregate, store, snapshots, clock, other);
  }

  /**
   * What is known of a stream.
   *
   * @param provenAt see {@link StateCache.Entry}
   * @param fresh whether it was read for this very command
   */
  private record Look<S>(LoadedStream<S> folded, Instant provenAt, boolean fresh) {}

  /**
   * Carries the command out, or answers what it did when it was carried out before.
   *
   * @throws Malformed it can't be understood by today's rules
   * @throws Rejection a rule forbids it
   * @throws Conflict the version, the key or the races
   * @throws EventTooLarge an event would be too large
   * @throws TransientFailure unknown whether it took effect; the same command id is safe to send
   */
  public CommandResult handle(CommandRequest<C> request) {
    if (request.isFirst()) {
      // There is nothing to be found: what can't be understood is refused before anything is read.
      request.command().get();
    }
    var look = firstLook(request);
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(request, look);
      } catch (VersionConflict lost) {
        if (attempt == ATTEMPTS) {
          throw new Conflict(
              Conflict.Reason.LOST_EVERY_RACE,
              "Others changed it at the same time, %d times in a row. Try again."
                  .formatted(attempt),
              look.folded().version());
        }
        if (attempt > 1) {
          backoff.pause(attempt - 1);
        }
        look = caughtUp(look.folded());
      }
    }
  }

  private Look<S> firstLook(CommandRequest<C> request) {
    var stream = request.stream();
    var now = clock.instant();
    var cached = cache.get(stream);
    if (cached.isPresent()) {
      var known = cached.get().folded();
      var proven = cached.get().provenAt();
      boolean isProven = !proven.isAfter(now) && proven.plus(PROVEN_FOR).isAfter(now);
      return isProven ? new Look<>(known, proven, false) : caughtUp(known);
    }
    var empty = LoadedStream.empty(stream, decider.initial());
    return request.creates() ? new Look<>(empty, now, false) : caughtUp(empty);
  }

  private CommandResult attempt(CommandRequest<C> request, Look<S> look) {
    var folded = look.folded();
    var seen = folded.commands().get(request.metadata().commandId());
    if (seen != null) {
      return sameAnswer(request, folded, seen);
    }
    // A stale look may only be trusted with an append, which finds out; never with a refusal: what
    // is refused today may have been carried out under yesterday's rules.
    try {
      expect(request, folded);
      var events = decider.decide(folded.state(), request.command().get());
      if (!events.isEmpty() && !request.dryRun()) {
        return append(request, look, events);
      }
      if (look.fresh()) {
        return withoutAppending(request, folded, events);
      }
    } catch (Rejection | Conflict | Malformed | EventTooLarge refused) {
      if (look.fresh() || request.isFirst() && isForAnyState(refused)) {
        throw refused;
      }
    }
    return attempt(request, caughtUp(folded));
  }

  private static boolean isForAnyState(RuntimeException refused) {
    return switch (refused) {
      case Malformed m -> true;
      case EventTooLarge e -> true;
      case Rejection r -> r.kind() == Rejection.Kind.INVALID;
      default -> false;
    };
  }

  private void expect(CommandRequest<C> request, LoadedStream<S> folded) {
    var expected = request.expectedVersion();
    if (expected.isPresent() && expected.getAsLong() != folded.version()) {
      throw new Conflict(
          Conflict.Reason.NOT_THE_EXPECTED_VERSION,
          "It is at version %d, not %d.".formatted(folded.version(), expected.getAsLong()),
          folded.version());
    }
  }

  private CommandResult sameAnswer(
      CommandRequest<C> request, LoadedStream<S> folded, LoadedStream.Seen seen) {
    if (!seen.hash().equals(request.metadata().commandHash())) {
      throw new Conflict(
          Conflict.Reason.KEY_REUSED, "The key was used for another command.", folded.version());
    }
    var events = store.readRange(folded.stream(), seen.first(), seen.last());
    return new CommandResult(folded.stream(), seen.last(), events);
  }

  /**
   * What a dry run, or a command with nothing to do, would append: refused if an append would be.
   */
  private CommandResult withoutAppending(
      CommandRequest<C> request, LoadedStream<S> folded, List<E> events) {
    var claims = claims(events);
    var taken = claims.isEmpty() ? claims : store.taken(claims);
    if (!taken.isEmpty()) {
      throw Rejection.conflict(taken.getFirst().taken());
    }
    return new CommandResult(
        folded.stream(), folded.version() + events.size(), record(request, folded, events));
  }

  private List<Reservation> claims(List<E> events) {
    return events.stream()
        .flatMap(event -> aggregate.reservations().apply(event).stream())
        .toList();
  }

  private CommandResult append(CommandRequest<C> request, Look<S> look, List<E> events) {
    var folded = look.folded();
    var recorded = record(request, folded, events);
    try {
      store.append(recorded, claims(events));
    } catch (ReservationTaken taken) {
      throw Rejection.conflict(taken.reservation().taken());
    }
    var after = folded.plus(recorded, decider, types);
    cache.put(new StateCache.Entry<>(after, look.provenAt()));
    if (after.version() / SNAPSHOT_EVERY > folded.version() / SNAPSHOT_EVERY) {
      snapshots.save(after);
    }
    return new CommandResult(after.stream(), after.version(), recorded);
  }

  private List<RecordedEvent> record(
      CommandRequest<C> request, LoadedStream<S> folded, List<E> events) {
    // Microseconds: what every store keeps.
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var recorded = new ArrayList<RecordedEvent>(events.size());
    for (int i = 0; i < events.size(); i++) {
      var event = events.get(i);
      recorded.add(
          new RecordedEvent(
              Ids.event(request.metadata().commandId(), i),
              service,
              folded.stream(),
              folded.version() + 1 + i,
              types.name(event),
              types.schema(event),
              now,
              Json.tree(event),
              request.metadata()));
    }
    return List.copyOf(recorded);
  }

  /** Reads what is new in the stream, or all of it where the store has lost what was known. */
  private Look<S> caughtUp(LoadedStream<S> known) {
    var now = clock.instant();
    var folded = onFrom(known).orElseGet(() -> fromTheStart(known.stream()));
    if (folded.version() > 0) {
      cache.put(new StateCache.Entry<>(folded, now));
    }
    return new Look<>(folded, now, true);
  }

  /** A long one from its snapshot on. */
  private LoadedStream<S> fromTheStart(String stream) {
    cache.remove(stream);
    var page = store.readAfter(stream, 0, FIRST_PAGE);
    var start = LoadedStream.empty(stream, decider.initial()).plus(page, decider, types);
    if (page.size() < FIRST_PAGE) {
      return start;
    }
    return snapshots
        .load(stream)
        .filter(found -> found.version() > start.version())
        .flatMap(this::onFrom)
        .orElseGet(() -> readOn(start));
  }

  /**
   * What follows what is known, if the store has the event that it ends with. A store that was
   * restored may end before, and an append past its end would leave a hole for good; or it has gone
   * on since, another way.
   */
  private Optional<LoadedStream<S>> onFrom(LoadedStream<S> known) {
    if (known.version() == 0) {
      return Optional.empty();
    }
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
