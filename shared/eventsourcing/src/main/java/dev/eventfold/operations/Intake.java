package dev.eventfold.operations;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import java.util.List;

/** What should take every event of a service, and what a {@link Reconciler} looks after. */
public interface Intake {

  /** The service whose events come. */
  String source();

  /** Names it among all that is reconciled. */
  String name();

  /** Whether what comes before an event in its stream must be taken before it. */
  boolean hasOrder();

  /** Whether the events of several streams may be taken side by side. */
  boolean isParallel();

  /**
   * Whether the event is any of its business.
   *
   * @throws UnreadableEvent nobody can say
   */
  boolean concerns(RecordedEvent event);

  /**
   * Those that it has not taken, as far as one can see.
   *
   * @param events that concern it
   */
  List<RecordedEvent> missing(List<RecordedEvent> events);

  /**
   * Takes an event that it may have taken already.
   *
   * @return whether it had not, for certain: whoever lost it should hear of it
   */
  boolean take(RecordedEvent event);
}
