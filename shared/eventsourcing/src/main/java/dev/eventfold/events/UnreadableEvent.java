package dev.eventfold.events;

/**
 * An event that a consumer should understand and cannot: an unknown type in its own stream, an
 * unknown schema of a known type, a payload that does not bind. Mostly a newer version of the code
 * has stored it, and an instance of that one, which is there or is coming, can read it: so whoever
 * meets it asks for another try.
 */
public final class UnreadableEvent extends RuntimeException {

  public UnreadableEvent(RecordedEvent event, String why) {
    super(
        "%s %s %s schema %d: %s"
            .formatted(event.service(), event.key(), event.type(), event.schema(), why));
  }
}
