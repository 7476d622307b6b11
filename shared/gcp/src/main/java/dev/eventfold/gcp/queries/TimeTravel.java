package dev.eventfold.gcp.queries;

import dev.eventfold.documents.Document;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Malformed;
import dev.eventfold.store.EventStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Views as they were: folded from the stream's events up to a version or a time. */
final class TimeTravel<E, V> {

  /** How far it goes: what one request may cost in reads. */
  static final int MAX_EVENTS = 500;

  private final Resource<E, V> resource;
  private final EventStore events;

  TimeTravel(Resource<E, V> resource, EventStore events) {
    this.resource = resource;
    this.events = events;
  }

  /** A moment in the life of an aggregate. */
  sealed interface Moment {

    /** After this event. */
    record Version(long version) implements Moment {}

    /** After the last event whose timestamp, when it was decided, is not later. */
    record Time(Instant time) implements Moment {}

    /**
     * @param text a version, or a time by RFC 3339
     * @throws Malformed it is neither
     */
    static Moment of(String text) {
      if (text.matches("[0-9]{1,10}")) {
        return new Version(Long.parseLong(text));
      }
      return new Time(Times.parse("asOf", "must be a version, or a time", text));
    }
  }

  /**
   * The document as it was.
   *
   * @return empty when the aggregate did not exist then, or has no such version
   * @throws Malformed the moment is after too many events
   */
  Optional<Representation> asOf(String id, Moment moment) {
    var past =
        switch (moment) {
          case Moment.Version(var version) -> upTo(id, version);
          case Moment.Time(var time) -> upTo(id, time);
        };
    var content = Document.Content.checkpoint(id, 0);
    for (var event : past) {
      content = resource.feed().evolve(content, event);
    }
    return Representation.past(resource, content);
  }

  private List<RecordedEvent> upTo(String id, long version) {
    if (version > MAX_EVENTS) {
      throw tooFar();
    }
    var past = version == 0 ? List.<RecordedEvent>of() : events.readAfter(id, 0, (int) version);
    return past.size() < version ? List.of() : past;
  }

  /** Clocks differ between instances: the first event after the time ends the past. */
  private List<RecordedEvent> upTo(String id, Instant time) {
    var page = events.readAfter(id, 0, MAX_EVENTS + 1);
    var past = page.stream().takeWhile(event -> !event.timestamp().isAfter(time)).toList();
    if (past.size() > MAX_EVENTS) {
      throw tooFar();
    }
    return past;
  }

  private static Malformed tooFar() {
    return new Malformed(
        "asOf", "asOf must be within the first %d versions.".formatted(MAX_EVENTS));
  }
}
