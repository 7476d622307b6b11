package dev.eventfold.simulation.world;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.personal.Vault;
import dev.eventfold.projections.Feed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Every event that was stored, as the simulator saw it being stored. */
public final class Journal {

  private final Map<String, List<RecordedEvent>> streams = new LinkedHashMap<>();

  /** As they are stored, by their places. */
  private final Map<String, RecordedEvent> stored = new HashMap<>();

  /** Notes an append that succeeded; tells which of its events are new, as they are stored. */
  List<RecordedEvent> appended(List<RecordedEvent> events, Vault vault) {
    var stream = streams.computeIfAbsent(key(events.getFirst()), id -> new ArrayList<>());
    var fresh = events.stream().filter(event -> event.version() > stream.size()).toList();
    fresh.forEach(event -> stored.put(place(event), event));
    fresh.stream().map(vault::opened).forEach(stream::add);
    return fresh;
  }

  /** An event as it is stored. */
  public RecordedEvent stored(RecordedEvent event) {
    return stored.get(place(event));
  }

  /** An event as a feed sees it: who reads all alike may open none. */
  public RecordedEvent seenBy(Feed<?, ?> feed, RecordedEvent event) {
    return feed.types() instanceof EventTypes<?> ? event : stored(event);
  }

  private static String place(RecordedEvent event) {
    return event.service() + "/" + event.key();
  }

  /** The same events, opened by others. */
  Journal opened(Vault vault) {
    var opened = new Journal();
    opened.stored.putAll(stored);
    streams.forEach(
        (key, stream) ->
            opened.streams.put(key, stream.stream().map(it -> vault.opened(stored(it))).toList()));
    return opened;
  }

  /**
   * As much of it as somebody knows.
   *
   * @param known how many events of a stream, by its first one
   */
  public Journal upTo(ToLongFunction<RecordedEvent> known) {
    var part = new Journal();
    part.stored.putAll(stored);
    for (var stream : streams.values()) {
      int length = (int) Math.min(known.applyAsLong(stream.getFirst()), stream.size());
      if (length > 0) {
        part.streams.put(key(stream.getFirst()), stream.subList(0, length));
      }
    }
    return part;
  }

  /** How many events there are. */
  public int size() {
    return streams.values().stream().mapToInt(List::size).sum();
  }

  public boolean isEmpty() {
    return streams.isEmpty();
  }

  /** How long a stream is; 0 where there is none. */
  public int length(String service, String stream) {
    return stream(service, stream).size();
  }

  public List<RecordedEvent> stream(String service, String stream) {
    return streams.getOrDefault(key(service, stream), List.of());
  }

  /** A process has streams that are named as those that it follows. */
  private static String key(String service, String stream) {
    return service + "/" + stream;
  }

  private static String key(RecordedEvent event) {
    return key(event.service(), event.stream());
  }

  /** The streams of a service, the oldest first. */
  public List<List<RecordedEvent>> of(String service) {
    return streams.values().stream()
        .filter(stream -> stream.getFirst().service().equals(service))
        .toList();
  }

  public List<RecordedEvent> all() {
    return streams.values().stream().flatMap(List::stream).toList();
  }
}
