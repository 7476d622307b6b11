package dev.eventfold.simulation;

import dev.eventfold.events.RecordedEvent;

/**
 * Something that a platform owes a function.
 *
 * @param to the subscription, or the publisher's name
 * @param isTrigger it is a trigger of the event store, not a message of the bus
 * @param push the message as it is pushed; nothing for a trigger
 * @param attempt from 1
 * @param due the step from which on it can come
 */
record Delivery(
    String to, boolean isTrigger, RecordedEvent event, byte[] push, int attempt, int due) {

  Delivery again(int at) {
    return new Delivery(to, isTrigger, event, push, attempt + 1, at);
  }

  Delivery later(int at) {
    return new Delivery(to, isTrigger, event, push, attempt, at);
  }

  @Override
  public String toString() {
    return "%s %s@%d".formatted(event.type(), event.stream(), event.version());
  }
}
