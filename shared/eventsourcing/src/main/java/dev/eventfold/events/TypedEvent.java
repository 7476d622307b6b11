package dev.eventfold.events;

/**
 * A domain event beside the envelope that it came in.
 *
 * @param <E> the service's events
 */
public record TypedEvent<E>(E event, RecordedEvent envelope) {

  public String stream() {
    return envelope.stream();
  }
}
