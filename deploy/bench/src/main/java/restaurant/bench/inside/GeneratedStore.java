package restaurant.bench.inside;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.VersionConflict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * Streams of which it remembers only how long they are; their events follow from their places. So
 * that what is left of the memory is the instance's own.
 */
final class GeneratedStore implements EventStore {

  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
  private static final JsonNode PAYLOAD =
      Json.parse(
          "{\"description\":\"Pepperoni\",\"price\":{\"amount\":\"10.00\",\"currency\":\"USD\"}}");

  private final Map<String, Long> lengths = new ConcurrentHashMap<>();

  /** As long as a real one, and no other has it. */
  static String commandId(String stream, long version) {
    return UUID.nameUUIDFromBytes((stream + version).getBytes(StandardCharsets.UTF_8)).toString();
  }

  static RecordedEvent event(String stream, long version) {
    var metadata = Aggregates.metadata(stream, version);
    var type = version == 1 ? "menuItemAdded" : "menuItemModified";
    return new RecordedEvent(
        metadata.commandId(), "menu", stream, version, type, 1, TIME, PAYLOAD, metadata);
  }

  void seed(String stream, long length) {
    lengths.put(stream, length);
  }

  @Override
  public void append(List<RecordedEvent> events, List<Reservation> reservations) {
    var first = events.getFirst();
    var last = events.getLast();
    lengths.compute(
        first.stream(),
        (stream, length) -> {
          if ((length == null ? 0 : length) != first.version() - 1) {
            throw new VersionConflict(stream, first.version() - 1);
          }
          return last.version();
        });
  }

  @Override
  public List<Reservation> taken(List<Reservation> reservations) {
    return List.of();
  }

  @Override
  public void claim(String stream, long version, List<Reservation> reservations) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<RecordedEvent> readAfter(String stream, long after, int limit) {
    return readRange(stream, after + 1, after + limit);
  }

  @Override
  public List<RecordedEvent> readLast(String stream, int limit) {
    long last = lengths.getOrDefault(stream, 0L);
    return readRange(stream, last - limit + 1, last);
  }

  /** Whoever measures sends each command once. */
  @Override
  public List<RecordedEvent> readCommand(String stream, String commandId) {
    return List.of();
  }

  @Override
  public List<RecordedEvent> readRange(String stream, long from, long to) {
    long last = Math.min(to, lengths.getOrDefault(stream, 0L));
    return LongStream.rangeClosed(Math.max(from, 1), last)
        .mapToObj(version -> event(stream, version))
        .toList();
  }
}
