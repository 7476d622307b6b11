package restaurant.eventsourcing.memory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** Streams in this process, gone with it. */
public final class InMemoryEventStore implements EventStore, EventHistory {

  private final Map<String, List<RecordedEvent>> streams = new HashMap<>();
  private final Set<String> reserved = new HashSet<>();

  @Override
  public synchronized void append(List<RecordedEvent> events, List<Reservation> reservations) {
    var first = events.getFirst();
    events.forEach(InMemoryEventStore::checkSize);
    var stream = streams.getOrDefault(first.stream(), List.of());
    long expected = first.version() - 1;
    if (stream.size() > expected) {
      long end = Math.min(stream.size(), expected + events.size());
      if (stream.subList((int) expected, (int) end).equals(events)) {
        return;
      }
    }
    if (stream.size() != expected) {
      throw new VersionConflict(first.stream(), expected);
    }
    taken(reservations).stream()
        .findFirst()
        .ifPresent(
            reservation -> {
              throw new ReservationTaken(reservation);
            });
    reservations.forEach(reservation -> reserved.add(name(reservation)));
    streams.computeIfAbsent(first.stream(), id -> new ArrayList<>()).addAll(events);
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
    return streams.getOrDefault(stream, List.of()).stream().skip(after).limit(limit).toList();
  }

  @Override
  public synchronized List<RecordedEvent> readRange(String stream, long from, long to) {
    return readAfter(stream, from - 1, (int) (to - from + 1));
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
        .flatMap(List::stream)
        .filter(wanted)
        .sorted(Comparator.comparing(RecordedEvent::key))
        .toList()
        .stream();
  }
}
