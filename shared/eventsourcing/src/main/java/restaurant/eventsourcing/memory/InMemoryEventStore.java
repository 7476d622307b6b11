package restaurant.eventsourcing.memory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import restaurant.eventsourcing.EventHistory;
import restaurant.eventsourcing.EventStore;
import restaurant.eventsourcing.EventTooLarge;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.eventsourcing.Reservation;
import restaurant.eventsourcing.ReservationTaken;
import restaurant.eventsourcing.VersionConflict;

/**
 * Streams in this process, gone with it. As unkind as Firestore: an append past the end of a stream
 * is taken, since only the new events' own places must be free.
 */
public final class InMemoryEventStore implements EventStore, EventHistory {

  private final Map<String, NavigableMap<Long, RecordedEvent>> streams = new HashMap<>();
  private final Set<String> reserved = new HashSet<>();

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
    reservations.forEach(reservation -> reserved.add(name(reservation)));
    var stream = streams.computeIfAbsent(first.stream(), id -> new TreeMap<>());
    events.forEach(event -> stream.put(event.version(), event));
  }

  @Override
  public synchronized List<Reservation> taken(List<Reservation> reservations) {
    return reservations.stream()
        .filter(reservation -> reserved.contains(name(reservation)))
        .toList();
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
    return stream(stream).tailMap(after, false).values().stream().limit(limit).toList();
  }

  @Override
  public synchronized List<RecordedEvent> readRange(String stream, long from, long to) {
    return from > to
        ? List.of()
        : List.copyOf(stream(stream).subMap(from, true, to, true).values());
  }

  private NavigableMap<Long, RecordedEvent> stream(String id) {
    return streams.getOrDefault(id, Collections.emptyNavigableMap());
  }

  @Override
  public void streams(String from, String before, Consumer<RecordedEvent> each) {
    all(event ->
            event.key().compareTo(from) >= 0
                && (before.isEmpty() || event.key().compareTo(before) < 0))
        .forEach(each);
  }

  @Override
  public void between(Instant from, Instant before, Consumer<RecordedEvent> each) {
    all(event -> !event.timestamp().isBefore(from) && event.timestamp().isBefore(before))
        .forEach(each);
  }

  private synchronized Stream<RecordedEvent> all(Predicate<RecordedEvent> wanted) {
    return streams.values().stream()
        .flatMap(stream -> stream.values().stream())
        .filter(wanted)
        .sorted(Comparator.comparing(RecordedEvent::key))
        .toList()
        .stream();
  }
}
