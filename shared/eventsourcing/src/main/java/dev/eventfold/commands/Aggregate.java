package dev.eventfold.commands;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.personal.PersonalData;
import dev.eventfold.store.Reservation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A kind of aggregate: who decides for it, what its events are, and what they claim.
 *
 * @param <C> its commands
 * @param <E> its events
 * @param <S> its state
 */
public final class Aggregate<C, E, S> {

  private final Decider<C, E, S> decider;
  private final EventTypes<E> events;
  private final BiFunction<S, E, List<Reservation>> reservations;
  private final SnapshotTypes<S> snapshotTypes;

  /** How states are stored; none where the schema is 0. */
  private record SnapshotTypes<S>(int schema, Map<String, Class<? extends S>> byName) {}

  private Aggregate(
      Decider<C, E, S> decider,
      EventTypes<E> events,
      BiFunction<S, E, List<Reservation>> reservations,
      SnapshotTypes<S> snapshotTypes) {
    this.decider = decider;
    this.events = events;
    this.reservations = reservations;
    this.snapshotTypes = snapshotTypes;
  }

  /** One that claims nothing and has no snapshots. */
  public static <C, E, S> Aggregate<C, E, S> of(Decider<C, E, S> decider, EventTypes<E> events) {
    return new Aggregate<>(
        decider, events, (state, event) -> List.of(), new SnapshotTypes<>(0, Map.of()));
  }

  /**
   * @param claims the unique values that an event claims, see {@link Reservation}
   */
  public Aggregate<C, E, S> reserving(Function<E, List<Reservation>> claims) {
    return reserving((state, event) -> claims.apply(event));
  }

  /**
   * @param claims what was claimed before and an event lets go of, by the state before it
   */
  public Aggregate<C, E, S> releasing(BiFunction<S, E, List<Reservation>> claims) {
    return reserving(
        (state, event) -> claims.apply(state, event).stream().map(Reservation::released).toList());
  }

  private Aggregate<C, E, S> reserving(BiFunction<S, E, List<Reservation>> more) {
    return new Aggregate<>(
        decider,
        events,
        (state, event) ->
            Stream.concat(
                    reservations.apply(state, event).stream(), more.apply(state, event).stream())
                .toList(),
        snapshotTypes);
  }

  /**
   * Keeps states of long streams, so that a cold load reads little.
   *
   * @param schema the version of the states' shape, from 1; snapshots of another one are ignored
   * @param byName each type of state, by the name that is stored
   */
  public Aggregate<C, E, S> snapshots(int schema, Map<String, Class<? extends S>> byName) {
    return new Aggregate<>(
        decider, events, reservations, new SnapshotTypes<>(schema, Map.copyOf(byName)));
  }

  public Decider<C, E, S> decider() {
    return decider;
  }

  public EventTypes<E> events() {
    return events;
  }

  /** What a stream has claimed and not released, folded from its events. */
  public final class Claims {

    private final Set<Reservation> held = new LinkedHashSet<>();
    private S state = decider.initial();

    private Claims() {}

    public void add(RecordedEvent recorded) {
      events.read(recorded).map(TypedEvent::event).ifPresent(this::apply);
    }

    private void apply(E event) {
      for (var it : reservations.apply(state, event)) {
        if (it.isRelease()) {
          held.removeIf(claim -> claim.released().equals(it));
        } else {
          held.add(it);
        }
      }
      state = decider.evolve(state, event);
    }

    public List<Reservation> held() {
      return List.copyOf(held);
    }
  }

  /** Of a stream that has no events yet. */
  public Claims claims() {
    return new Claims();
  }

  /** What some events claim and release, which come after a state. */
  List<Reservation> reservations(S before, List<E> some) {
    var all = new ArrayList<Reservation>();
    var state = before;
    for (var event : some) {
      all.addAll(reservations.apply(state, event));
      state = decider.evolve(state, event);
    }
    return all;
  }

  /** Says where its events, and its states, have what is of persons. */
  public void tell(String service, PersonalData of) {
    of.events(service, events);
    of.snapshots(StoredSnapshots.collection(service), snapshotTypes.byName());
  }

  /** Where the snapshots of a service are. */
  public Snapshots<S> snapshots(String service, QueryStore store) {
    return snapshotTypes.schema() == 0
        ? Snapshots.none()
        : new StoredSnapshots<>(store, service, snapshotTypes.schema(), snapshotTypes.byName());
  }
}
