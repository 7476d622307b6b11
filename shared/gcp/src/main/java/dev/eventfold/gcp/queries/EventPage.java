package dev.eventfold.gcp.queries;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.store.EventStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Some events of a stream for one answer: as many as were asked for, or fewer where they are so
 * large that an instance could not hold such answers side by side.
 *
 * @param hasMore whether others follow
 */
record EventPage(List<RecordedEvent> events, boolean hasMore) {

  /** Of JSON. Nothing more is read after so many. */
  static final long ENOUGH_CHARACTERS = 4L * 1024 * 1024;

  /** Reads one event more than the page has, to know whether others follow. */
  static EventPage of(EventStore store, String stream, long after, int size) {
    var events = new ArrayList<RecordedEvent>();
    long characters = 0;
    while (events.size() <= size && characters <= ENOUGH_CHARACTERS) {
      long last = events.isEmpty() ? after : events.getLast().version();
      int limit = Math.min(size - events.size(), EventStore.AT_ONCE) + 1;
      var read = store.readAfter(stream, last, limit);
      events.addAll(read);
      characters += read.stream().mapToLong(it -> Json.size(it.payload())).sum();
      if (read.size() < limit) {
        return new EventPage(events, false);
      }
    }
    events.removeLast();
    return new EventPage(events, true);
  }
}
