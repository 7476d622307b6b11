package restaurant.simulation;

import dev.eventfold.documents.DocumentReader;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import java.util.Set;
import java.util.stream.Stream;

/** Says what views must hold, of whatever events. */
record Oracle(SystemUnderTest system, ViewFold fold) {

  ExpectedViews expected(Journal journal) {
    return new ExpectedViews(system, fold, journal);
  }

  /**
   * Judges a view at one moment.
   *
   * @param collection where it is
   */
  Verdict verdict(Journal journal, DocumentReader moment, String collection) {
    return new Verdict(this, journal, moment, collection);
  }

  /** The documents that an event changes by a feed that keeps its place per stream. */
  Set<String> documents(Feed<?, ?> feed, RecordedEvent event) {
    return fold.documents(feed, event);
  }

  /** The documents of a view that an event of a stream changes whose place is elsewhere. */
  Stream<String> changedBy(String view, RecordedEvent event) {
    return system.feeds(view).stream()
        .filter(feed -> feed.checkpoint() == Checkpoint.PER_STREAM)
        .filter(feed -> feed.source().equals(event.service()))
        .flatMap(feed -> documents(feed, event).stream());
  }
}
