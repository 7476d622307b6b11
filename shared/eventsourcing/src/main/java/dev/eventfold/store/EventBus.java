package dev.eventfold.store;

import dev.eventfold.events.RecordedEvent;

/**
 * Takes events of a service to whoever subscribes: at least once, in any order. Safe for many
 * threads.
 */
public interface EventBus {

  /**
   * Returns once the bus has taken the event for good.
   *
   * @throws TransientFailure it may or may not have been taken; publish it again
   * @throws IllegalStateException publishing it again won't help before somebody has repaired the
   *     bus
   */
  void publish(RecordedEvent event);
}
