package dev.eventfold.memory;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventTooLarge;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.ReservationTaken;
import dev.eventfold.store.VersionConflict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Streams in this process, gone with it. As unkind as Firestore: an append past the end of a stream
 * is taken, since only the new events' own places must be free.
 */
public final class InMemoryEventStore implements EventStore, EventLog {

  private static final long LAST_VERSION = 9_999_999_999L;

  private final NavigableMap<String, Slot> slots = new TreeMap<>();
  private final NavigableMap<Instant, List<Slot>> commits = new TreeMap<>();
  private final Map<List<String>, List<String>> keysByCommand = new HashMap<>();
  private final Set<String> reserved = new HashSet<>();
  private final InstantSource clock;

  public InMemoryEventStore() {
    this(InstantSource.system());
  }

  /**
   * @param clock the store's own, for commit times
   */
  public InMemoryEventStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void append(List<RecordedEvent> events, List<Reservation> reservations) {
    events.forEach(InMemoryEventStore::checkSize);
    var first = events.getFirst();
    var there = readRange(first.stream(), first.version(), events.getLast().version());
    if (there.equals(events)) {
      return;
    }
    if (!there.isEmpty()) {
      throw new VersionConflict(first.stream(), first.version() - 1);
    }
    var taken = taken(reservations);
    if (!taken.isEmpty()) {
      throw new ReservationTaken(taken.getFirst());
    }
    for (var reservation : reservations) {
      if (reservation.isRelease()) {
        reserved.remove(name(reservation));
      } else {
        reserved.add(name(reservation));
      }
    }
    var taking = events.stream().map(Slot::new).toList();
    taking.forEach(slot -> slots.put(slot.key(), slot));
    events.forEach(
        event ->
            keysByCommand
                .computeIfAbsent(byCommand(event), command -> new ArrayList<>())
                .add(event.key()));
    commits.computeIfAbsent(commitTime(), time -> new ArrayList<>()).addAll(taking);
  }

  private static List<String> byCommand(RecordedEvent event) {
    return List.of(event.stream(), event.metadata().commandId());
  }

  /** Does what somebody with rights over a database can do, to try what comes of it. */
  public synchronized void corrupt(String service, String key) {
    var slot = new Slot(service, key, Optional.empty());
    slots.put(key, slot);
    commits.values().forEach(taken -> taken.removeIf(it -> it.key().equals(key)));
    var now = commitTime();
    commits.computeIfAbsent(now, time -> new ArrayList<>()).add(slot);
  }

  /** Never before an earlier one, whatever the clock does. */
  private Instant commitTime() {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return commits.isEmpty() || now.isAfter(commits.lastKey()) ? now : commits.lastKey();
  }

  @Override
  public synchronized List<Reservation> taken(List<Reservation> reservations) {
    return reservations.stream()
        .filter(it -> !it.isRelease() && reserved.contains(name(it)))
        .toList();
  }

  @Override
  public synchronized void claim(String stream, long version, List<Reservation> reservations) {
    if (slots.containsKey(RecordedEvent.key(stream, version + 1))) {
      throw new VersionConflict(stream, version);
    }
    reservations.forEach(it -> reserved.add(name(it)));
  }

  private static String name(Reservation reservation) {
    return reservation.kind() + ":" + reservation.value();
  }

  private static void checkSize(RecordedEvent event) {
    int bytes = Json.text(event.payload()).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_PAYLOAD_BYTES) {
      throw new EventTooLarge(event.type(), bytes);
    }
  }

  @Override
  public synchronized List<RecordedEvent> readAfter(String stream, long after, int limit) {
    return following(stream, after).values().stream().limit(limit).map(Slot::event).toList();
  }

  @Override
  public synchronized List<RecordedEvent> readLast(String stream, int limit) {
    return following(stream, 0).descendingMap().values().stream()
        .filter(slot -> slot.readable().isPresent())
        .limit(limit)
        .map(Slot::event)
        .toList()
        .reversed();
  }

  private NavigableMap<String, Slot> following(String stream, long after) {
    return slots.subMap(
        RecordedEvent.key(stream, after), false, RecordedEvent.key(stream, LAST_VERSION), true);
  }

  @Override
  public synchronized List<RecordedEvent> readRange(String stream, long from, long to) {
    return from > to
        ? List.of()
        : slots
            .subMap(RecordedEvent.key(stream, from), true, RecordedEvent.key(stream, to), true)
            .values()
            .stream()
            .filter(Slot::isOfAStream)
            .map(Slot::event)
            .toList();
  }

  @Override
  public synchronized List<RecordedEvent> readCommand(String stream, String commandId) {
    return keysByCommand.getOrDefault(List.of(stream, commandId), List.of()).stream()
        .sorted()
        .flatMap(key -> slots.get(key).readable().stream())
        .toList();
  }

  @Override
  public void readByKey(String from, String before, Consumer<Slot> each) {
    inKeyOrder(from, before).forEach(each);
  }

  private synchronized List<Slot> inKeyOrder(String from, String before) {
    return slots.tailMap(from, true).values().stream()
        .takeWhile(slot -> before.isEmpty() || slot.key().compareTo(before) < 0)
        .toList();
  }

  @Override
  public void readByTime(Instant from, Instant before, Predicate<Committed> each) {
    for (var committed : inCommitOrder(from, before)) {
      if (!each.test(committed)) {
        return;
      }
    }
  }

  private synchronized List<Committed> inCommitOrder(Instant from, Instant before) {
    if (!from.isBefore(before)) {
      return List.of();
    }
    var now = commitTime();
    return commits.subMap(from, before).entrySet().stream()
        .flatMap(
            commit ->
                commit.getValue().stream().map(slot -> new Committed(slot, commit.getKey(), now)))
        .toList();
  }
}
