package dev.eventfold.commands;

import dev.eventfold.commands.StateLoader.Loaded;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.Ids;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import dev.eventfold.personal.KeyedHash;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventTooLarge;
import dev.eventfold.store.ReservationTaken;
import dev.eventfold.store.TransientFailure;
import dev.eventfold.store.VersionConflict;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Load, fold, decide, append, answer. A command id takes effect at most once, however often and
 * wherever it is handled. Safe for many threads.
 *
 * <p>Cost of a command that appends n events: a warm instance, or a command that creates its
 * stream, n writes and no read; a cold one also reads the stream. One that may have been sent
 * before, on a stream of more commands than {@link RecentCommands} holds, asks the store whether it
 * was: one read. A rejection that the state caused, an unexpected version, a lost race, and a
 * minute since the stream was read, each read its last known event once more, and what follows it.
 */
public final class CommandHandler<C, E, S> {

  private final String service;
  private final Aggregate<C, E, S> aggregate;
  private final EventStore store;
  private final Snapshots<S> snapshots;
  private final InstantSource clock;
  private final RetryPolicy retries;
  private final Decider<C, E, S> decider;
  private final EventTypes<E> types;
  private final StateLoader<E, S> streams;

  private CommandHandler(
      String service,
      Aggregate<C, E, S> aggregate,
      EventStore store,
      Snapshots<S> snapshots,
      InstantSource clock,
      RetryPolicy retries) {
    this.service = service;
    this.aggregate = aggregate;
    this.store = store;
    this.snapshots = snapshots;
    this.clock = clock;
    this.retries = retries;
    this.decider = aggregate.decider();
    this.types = aggregate.events();
    this.streams = new StateLoader<>(store, decider, types, snapshots, clock);
  }

  /**
   * One without snapshots, with the system's clock, that tries again after a lost race as {@link
   * RetryPolicy#RACES} says.
   *
   * @param service whose events it appends
   * @param store of that service
   */
  public static <C, E, S> CommandHandler<C, E, S> of(
      String service, Aggregate<C, E, S> aggregate, EventStore store) {
    return new CommandHandler<>(
        service, aggregate, store, Snapshots.none(), InstantSource.system(), RetryPolicy.RACES);
  }

  /** One that keeps the snapshots of its aggregate here, where it has any. */
  public CommandHandler<C, E, S> snapshots(QueryStore views) {
    var kept = aggregate.snapshots(service, views);
    return new CommandHandler<>(service, aggregate, store, kept, clock, retries);
  }

  public CommandHandler<C, E, S> clock(InstantSource other) {
    return new CommandHandler<>(service, aggregate, store, snapshots, other, retries);
  }

  /** What to do after a lost race; {@link RetryPolicy#RACES} unless said. */
  public CommandHandler<C, E, S> retries(RetryPolicy other) {
    return new CommandHandler<>(service, aggregate, store, snapshots, clock, other);
  }

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
    try {
      return retries.retry(
          attempt -> attempt(request, load(request, attempt)), VersionConflict.class);
    } catch (VersionConflict lost) {
      throw new Conflict(
          Conflict.Reason.LOST_EVERY_RACE,
          "Others changed it at the same time, %d times in a row. Try again."
              .formatted(retries.attempts()));
    }
  }

  private Loaded<S> load(CommandRequest<C> request, int attempt) {
    return attempt == 1
        ? streams.lastKnown(request.stream(), request.creates())
        : streams.afterALostRace(request.stream());
  }

  /** Decides by what was loaded, and appends. */
  private CommandResult attempt(CommandRequest<C> request, Loaded<S> loaded) {
    var stream = loaded.stream();
    var id = request.metadata().commandId();
    var earlier = streams.earlier(stream, id, request.isFirst());
    if (!earlier.isEmpty()) {
      return sameAnswer(request, earlier);
    }
    // What may be stale may only be trusted with an append, which finds out; never with a refusal:
    // what is refused today may have been carried out under yesterday's rules.
    try {
      expect(request, stream);
      var events = decider.decide(stream.state(), request.command().get());
      if (!events.isEmpty() && !request.dryRun()) {
        return append(request, loaded, events);
      }
      if (loaded.fresh()) {
        return withoutAppending(request, stream, events);
      }
    } catch (Rejection | Conflict | Malformed | EventTooLarge refused) {
      if (loaded.fresh() || request.isFirst() && isForAnyState(refused)) {
        throw refused;
      }
    }
    return attempt(request, streams.current(request.stream()));
  }

  private static boolean isForAnyState(RuntimeException refused) {
    return switch (refused) {
      case Malformed m -> true;
      case EventTooLarge e -> true;
      case Rejection r -> r.kind() == Rejection.Kind.INVALID;
      default -> false;
    };
  }

  private void expect(CommandRequest<C> request, LoadedStream<S> stream) {
    var expected = request.expectedVersion();
    if (expected.isPresent() && expected.getAsLong() != stream.version()) {
      throw new Conflict(
          Conflict.Reason.NOT_THE_EXPECTED_VERSION,
          "It is at version %d, not %d.".formatted(stream.version(), expected.getAsLong()));
    }
  }

  private static CommandResult sameAnswer(CommandRequest<?> request, List<RecordedEvent> earlier) {
    var last = earlier.getLast();
    if (KeyedHash.differ(last.metadata().commandHash(), request.metadata().commandHash())) {
      throw new Conflict(Conflict.Reason.KEY_REUSED, "The key was used for another command.");
    }
    return new CommandResult(last.stream(), last.version(), earlier, true);
  }

  /**
   * What a dry run, or a command with nothing to do, would append: refused if an append would be.
   */
  private CommandResult withoutAppending(
      CommandRequest<C> request, LoadedStream<S> stream, List<E> events) {
    var claims = aggregate.reservations(stream.state(), events);
    var taken = claims.isEmpty() ? claims : store.taken(claims);
    if (!taken.isEmpty()) {
      throw Rejection.conflict(taken.getFirst().taken());
    }
    return new CommandResult(
        stream.stream(), stream.version() + events.size(), record(request, stream, events), false);
  }

  private CommandResult append(CommandRequest<C> request, Loaded<S> loaded, List<E> events) {
    var recorded = record(request, loaded.stream(), events);
    try {
      store.append(recorded, aggregate.reservations(loaded.stream().state(), events));
    } catch (ReservationTaken taken) {
      throw Rejection.conflict(taken.reservation().taken());
    }
    var after = streams.appended(loaded, recorded);
    return new CommandResult(after.stream(), after.version(), recorded, false);
  }

  private List<RecordedEvent> record(
      CommandRequest<C> request, LoadedStream<S> stream, List<E> events) {
    // Microseconds: what every store keeps.
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var recorded = new ArrayList<RecordedEvent>(events.size());
    for (int i = 0; i < events.size(); i++) {
      var event = events.get(i);
      recorded.add(
          new RecordedEvent(
              Ids.event(request.metadata().commandId(), i),
              service,
              stream.stream(),
              stream.version() + 1 + i,
              types.name(event),
              types.schema(event),
              now,
              Json.tree(event),
              request.metadata()));
    }
    return List.copyOf(recorded);
  }
}
