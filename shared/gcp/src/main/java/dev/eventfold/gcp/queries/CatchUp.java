package dev.eventfold.gcp.queries;

import dev.eventfold.documents.Document;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.gcp.http.Problem;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventStore;
import java.util.Map;

/**
 * Read-your-writes: folds a document forward to a version that its projector has not applied yet,
 * from the events themselves. Nothing is written and nobody waits.
 */
final class CatchUp {

  /** A projector that is further behind than this is broken, and not to be replaced by readers. */
  static final int MAX_EVENTS = 500;

  private final Feed<?, ?> feed;
  private final EventStore events;

  CatchUp(Feed<?, ?> feed, EventStore events) {
    this.feed = feed;
    this.events = events;
  }

  /**
   * What the document will hold at the version. Costs one read per event that the document lacks;
   * where there is no such version, at most two.
   *
   * @param document as it was read, below the version
   * @throws Endpoint.Refused 404: no such aggregate; 412: no such version of it; 504: the document
   *     lacks too much, or an event that cannot be read or is not there
   */
  Document.Content to(long version, Document.Content document) {
    var id = document.id();
    try {
      var last = events.readRange(id, version, version);
      if (last.isEmpty()) {
        throw noSuchVersion(version, document);
      }
      if (version - document.version() > MAX_EVENTS) {
        throw behind(document.version(), version);
      }
      var folded = document;
      for (long from = document.version() + 1; from < version; from += EventStore.AT_ONCE) {
        long to = Math.min(from + EventStore.AT_ONCE, version) - 1;
        var chunk = events.readRange(id, from, to);
        for (var event : NoEvent.requireAll(feed.source(), id, from, to, chunk)) {
          folded = feed.evolve(folded, event);
        }
      }
      return feed.evolve(folded, last.getFirst());
    } catch (UnreadableEvent | NoEvent e) {
      // Its projector says so, loudly and until it is repaired.
      throw behind(document.version(), version);
    }
  }

  private Endpoint.Refused noSuchVersion(long version, Document.Content document) {
    var id = document.id();
    boolean exists = document.version() > 0 || version > 1 && !events.readRange(id, 1, 1).isEmpty();
    return exists
        ? new Endpoint.Refused(
            Problem.of(
                412,
                "no-such-version",
                "No such version",
                "There is no version %d of %s.".formatted(version, id)))
        : HttpQueries.notFound(id);
  }

  static Endpoint.Refused behind(long version, long wanted) {
    return new Endpoint.Refused(
        Problem.of(
            504,
            "behind",
            "The view is behind",
            "The view is at version %d, not yet at %d.".formatted(version, wanted)),
        Map.of("Retry-After", "1"));
  }
}
