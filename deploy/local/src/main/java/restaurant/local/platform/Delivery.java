package restaurant.local.platform;

import dev.eventfold.events.RecordedEvent;

/**
 * An event on its way to a function.
 *
 * @param function the publisher or subscriber that is to take it
 */
public record Delivery(Hop hop, String function, RecordedEvent event) {

  /** How an event travels. */
  public enum Hop {
    /** From the event store to its service's publisher. */
    TRIGGER,
    /** From the bus to a subscriber. */
    PUSH
  }

  /** What becomes of it. */
  public enum Outcome {
    SENT,
    TAKEN,
    /** Tried again, later. */
    FAILED,
    /** Chaos lost it: tried again, later. */
    DROPPED,
    /** Chaos delivers it twice. */
    DUPLICATED,
    /** Chaos lets others overtake it. */
    DELAYED,
    /** Chaos kills the function while it works on it. */
    CRASHED,
    /** The function took it, and chaos lost the answer: tried again, later. */
    UNANSWERED,
    DEAD_LETTERED
  }

  /** Is told what becomes of each delivery, at each attempt. Must not block. */
  public interface Listener {

    /**
     * @param attempt counts from 1
     */
    void told(Delivery delivery, Outcome outcome, int attempt);
  }
}
