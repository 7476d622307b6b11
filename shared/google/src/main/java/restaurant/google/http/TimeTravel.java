package restaurant.google.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import restaurant.eventsourcing.EventStore;
import restaurant.eventsourcing.Malformed;
import restaurant.eventsourcing.RecordedEvent;

/** Views as they were: folded from the stream's events up to a version or a time. */
final class TimeTravel {

  private static final int PAGE = 500;

  private final Resource<?, ?> resource;
  private final EventStore events;

  TimeTravel(Resource<?, ?> resource, EventStore events) {
    this.resource = resource;
    this.events = events;
  }

  /**
   * @param asOf a version, or a time by RFC 3339
   * @return empty when the aggregate did not exist then, or has no such version
   */
  Optional<Shown> asOf(String id, String asOf) {
    var history =
        resource
            .history()
            .orElseThrow(() -> new Malformed("asOf", "asOf is not a parameter here."));
    var past = asOf.matches("[0-9]{1,10}") ? upTo(id, Long.parseLong(asOf)) : upTo(id, time(asOf));
    return history.fold(id, past).map(shown -> new Shown(id, past.getLast().version(), 0, shown));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new Malformed("asOf", "asOf must be a version, or a time like 2026-01-31T18:30:00Z.");
    }
  }

  private List<RecordedEvent> upTo(String id, long version) {
    var past = new ArrayList<RecordedEvent>();
    while (past.size() < version) {
      int limit = (int) Math.min(PAGE, version - past.size());
      var page = events.readAfter(id, past.size(), limit);
      past.addAll(page);
      if (page.size() < limit) {
        return List.of();
      }
    }
    return past;
  }

  private List<RecordedEvent> upTo(String id, Instant time) {
    var past = new ArrayList<RecordedEvent>();
    while (true) {
      var page = events.readAfter(id, past.size(), PAGE);
      for (var event : page) {
        // Clocks differ between instances: the first event after the time ends the past.
        if (event.timestamp().isAfter(time)) {
          return past;
        }
        past.add(event);
      }
      if (page.size() < PAGE) {
        return past;
      }
    }
  }
}
