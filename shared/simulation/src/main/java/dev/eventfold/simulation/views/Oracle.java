package dev.eventfold.simulation.views;

import dev.eventfold.documents.DocumentReader;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.simulation.world.Journal;
import dev.eventfold.simulation.world.SystemUnderTest;
import dev.eventfold.simulation.world.World;
import java.util.Set;
import java.util.stream.Stream;

/** Says what views must hold, of whatever events. */
public record Oracle(World world, ViewFold fold) {

  public SystemUnderTest system() {
    return world.system();
  }

  public ExpectedViews expected(Journal journal) {
    return new ExpectedViews(system(), fold, journal, false);
  }

  /** What can be read in the end, when nobody is being forgotten any more. */
  public ExpectedViews readable() {
    return new ExpectedViews(system(), fold, world.readable(), true);
  }

  /**
   * Judges a view at one moment.
   *
   * @param collection where it is
   */
  public Verdict verdict(Journal journal, DocumentReader moment, String collection) {
    return new Verdict(this, journal, world.unforgotten(moment), collection);
  }

  /** The documents that an event changes by a feed that keeps its place per stream. */
  Set<String> documents(Feed<?, ?> feed, RecordedEvent event) {
    return fold.documents(feed, event);
  }

  /** The documents of a view that an event of a stream changes whose place is elsewhere. */
  Stream<String> changedBy(String view, RecordedEvent event) {
    return system().feeds(view).stream()
        .filter(feed -> feed.checkpoint() == Checkpoint.PER_STREAM)
        .filter(feed -> feed.source().equals(event.service()))
        .flatMap(feed -> documents(feed, event).stream());
  }
}
