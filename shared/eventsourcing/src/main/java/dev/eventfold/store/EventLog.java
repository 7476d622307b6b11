package dev.eventfold.store;

import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * All events of one service, for those who look after the system: rebuilding, verifying,
 * reconciling. Functions that serve clients never need it. Safe for many threads; what is appended
 * meanwhile may be seen or not.
 */
public interface EventLog {

  /** Later than every commit: {@code before} for "up to the last". */
  Instant END = Instant.parse("9999-01-01T00:00:00Z");

  /**
   * What is under a key.
   *
   * @param readable the event; empty where somebody has written past every store what is none
   */
  record Slot(String service, String key, Optional<RecordedEvent> readable) {

    private static final Pattern PLACE = Pattern.compile(".+@[0-9]{10}");

    public Slot(RecordedEvent event) {
      this(event.service(), event.key(), Optional.of(event));
    }

    /**
     * @throws NoEvent there is none
     */
    public RecordedEvent event() {
      return readable.orElseThrow(() -> new NoEvent(service, key));
    }

    /** Whether it is a place in a stream, whatever is there. */
    public boolean isOfAStream() {
      return PLACE.matcher(key).matches();
    }

    /** The stream that it is a place of; the whole key where it is none. */
    public String stream() {
      return isOfAStream() ? key.substring(0, key.lastIndexOf('@')) : key;
    }

    /** Which place of the stream it is; 0 where it is none. */
    public long version() {
      return isOfAStream() ? Long.parseLong(key.substring(key.lastIndexOf('@') + 1)) : 0;
    }
  }

  /**
   * Everything whose {@link RecordedEvent#key key} is in the range, in the order of keys: streams
   * one after another, each from its first event to its last.
   *
   * @param from the first key, or "" for the first there is
   * @param before the first key that is too late, or "" for none
   * @throws TransientFailure the store did not answer
   */
  void readByKey(String from, String before, Consumer<Slot> each);

  /**
   * What is under a key, and when the store took it.
   *
   * @param at its commit time, by the store's own clock: the same for all events of one append. It
   *     is set before the commit is done, so that an event may be seen only when later ones have
   *     been seen already; never by more than a commit can take
   * @param seenAt when the look began that found it, by the same clock
   */
  record Committed(Slot slot, Instant at, Instant seenAt) {

    /**
     * @throws NoEvent there is none
     */
    public RecordedEvent event() {
      return slot.event();
    }

    /** Whether its commit time was so long ago that nothing earlier can still turn up. */
    public boolean isSettled(Duration longestCommit) {
      return !at.plus(longestCommit).isAfter(seenAt);
    }
  }

  /**
   * What the store took from {@code from} (included) to {@code before} (excluded), by its own clock
   * and in the order of commit times. An event's {@link RecordedEvent#timestamp} says when it was
   * decided, by another clock, and has no part in this. Costs what it answers, however long history
   * is; holds one page of events.
   *
   * @param each says whether to go on
   * @throws TransientFailure the store did not answer
   */
  void readByTime(Instant from, Instant before, Predicate<Committed> each);
}
