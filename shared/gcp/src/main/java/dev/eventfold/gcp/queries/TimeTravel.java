package dev.eventfold.gcp.queries;

import dev.eventfold.documents.Document;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Malformed;
import dev.eventfold.store.EventStore;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

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
          case Moment.Version(var version) -> asOf(id, version);
          case Moment.Time(var time) -> asOf(id, time);
        };
    return Representation.past(resource, past);
  }

  private Document.Content asOf(String id, long version) {
    if (version > MAX_EVENTS) {
      throw tooFar();
    }
    var past = folded(id, version, event -> true);
    return past.version() < version ? Document.Content.checkpoint(id, 0) : past;
  }

  /** Clocks differ between instances: the first event after the time ends the past. */
  private Document.Content asOf(String id, Instant time) {
    var past = folded(id, MAX_EVENTS + 1, event -> !event.timestamp().isAfter(time));
    if (past.version() > MAX_EVENTS) {
      throw tooFar();
    }
    return past;
  }

  /** Up to a version, to what is past no more, or to a hole. */
  private Document.Content folded(String id, long last, Predicate<RecordedEvent> isPast) {
    var past = Document.Content.checkpoint(id, 0);
    while (past.version() < last) {
      int limit = (int) Math.min(EventStore.AT_ONCE, last - past.version());
      var page = events.readAfter(id, past.version(), limit);
      for (var event : page) {
        if (event.version() != past.version() + 1 || !isPast.test(event)) {
          return past;
        }
        past = resource.feed().evolve(past, event);
      }
      if (page.size() < limit) {
        return past;
      }
    }
    return past;
  }

  private static Malformed tooFar() {
    return new Malformed(
        "asOf", "asOf must be within the first %d versions.".formatted(MAX_EVENTS));
  }
}
