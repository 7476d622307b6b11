package dev.eventfold.simulation.views;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.projections.Feed;
import dev.eventfold.simulation.world.Journal;
import java.util.Map;
import java.util.Set;

/** What views must hold, told in another way than projectors come to it. Keeps nothing. */
public interface ViewFold {

  /**
   * Says what all views must hold.
   *
   * @param journal the events that were applied
   * @param views takes it
   */
  void fold(Journal journal, ExpectedViews views);

  /** The documents that an event changes by a feed that keeps its place per stream. */
  Set<String> documents(Feed<?, ?> feed, RecordedEvent event);

  /** Whether a document can be found by what it must be found by. */
  default boolean isFoundBy(String view, Map<String, Object> actual, Map<String, Object> expected) {
    return actual.equals(expected);
  }
}
