package dev.eventfold.store;

/** An event's payload is over {@link EventStore#MAX_PAYLOAD_BYTES}. */
public final class EventTooLarge extends RuntimeException {

  public EventTooLarge(String type, int bytes) {
    super(
        "%s is %d bytes; an event may have %d".formatted(type, bytes, EventStore.MAX_PAYLOAD_BYTES),
        null,
        false,
        false);
  }
}
