package dev.eventfold.personal;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.ForwardingEventStore;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.ReservationTaken;
import dev.eventfold.store.VersionConflict;
import java.util.List;
import java.util.function.Supplier;

/** See {@link Vault}. */
final class SealedEventStore extends ForwardingEventStore {

  private final Vault vault;
  private final Keyring keys;
  private final PersonalData data;
  private final Supplier<KeyedHash> hash;

  SealedEventStore(
      EventStore store, Vault vault, Keyring keys, PersonalData data, Supplier<KeyedHash> hash) {
    super(store);
    this.vault = vault;
    this.keys = keys;
    this.data = data;
    this.hash = hash;
  }

  /**
   * Whoever a stream is named as gets a key with its first event, and none ever after: one who is
   * forgotten stays so.
   */
  @Override
  public void append(List<RecordedEvent> events, List<Reservation> reservations) {
    var first = events.getFirst();
    if (events.stream().anyMatch(this::isOfItsOwnPerson) && !hasKey(first)) {
      // Somebody has ended the stream meanwhile.
      throw new VersionConflict(first.stream(), first.version() - 1);
    }
    var sealed = events.stream().map(vault::sealed).toList();
    try {
      super.append(sealed, hashed(reservations));
    } catch (ReservationTaken taken) {
      throw new ReservationTaken(original(taken.reservation(), reservations));
    } catch (VersionConflict conflict) {
      // Sealed again, nothing is the same.
      if (!readRange(first.stream(), first.version(), events.getLast().version()).equals(events)) {
        throw conflict;
      }
    }
  }

  private boolean hasKey(RecordedEvent first) {
    return first.version() == 1 ? keys.make(first.stream()) : keys.has(first.stream());
  }

  private boolean isOfItsOwnPerson(RecordedEvent event) {
    return data.of(event).filter(it -> it.person().isEmpty()).isPresent();
  }

  private List<Reservation> hashed(List<Reservation> reservations) {
    return reservations.stream().flatMap(it -> hashed(it).stream()).toList();
  }

  /** By every version, so that those who know only one of them meet. */
  private List<Reservation> hashed(Reservation reservation) {
    return hash.get().all(reservation.value()).stream().map(reservation::of).toList();
  }

  private Reservation original(Reservation hashed, List<Reservation> reservations) {
    return reservations.stream()
        .filter(it -> hashed(it).contains(hashed))
        .findFirst()
        .orElse(hashed);
  }

  @Override
  public List<Reservation> taken(List<Reservation> reservations) {
    var taken = super.taken(hashed(reservations));
    return reservations.stream()
        .filter(it -> hashed(it).stream().anyMatch(taken::contains))
        .toList();
  }

  @Override
  public void claim(String stream, long version, List<Reservation> reservations) {
    super.claim(stream, version, hashed(reservations));
  }

  @Override
  public List<RecordedEvent> readAfter(String stream, long after, int limit) {
    return opened(super.readAfter(stream, after, limit));
  }

  @Override
  public List<RecordedEvent> readLast(String stream, int limit) {
    return opened(super.readLast(stream, limit));
  }

  @Override
  public List<RecordedEvent> readRange(String stream, long from, long to) {
    return opened(super.readRange(stream, from, to));
  }

  @Override
  public List<RecordedEvent> readCommand(String stream, String commandId) {
    return opened(super.readCommand(stream, commandId));
  }

  private List<RecordedEvent> opened(List<RecordedEvent> events) {
    return events.stream().map(vault::opened).toList();
  }
}
