package dev.eventfold.projections;

import dev.eventfold.documents.Document;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.TransientFailure;
import java.util.List;

/**
 * Brings documents that another version of the code has written into the shape that this one gives
 * them: folds each anew from its own stream, up to the version that it has. Writes nothing.
 */
public final class Reshape<E, V> {

  private final Feed<E, V> feed;
  private final EventStore events;

  /**
   * @param events of the feed's source
   */
  public Reshape(Feed<E, V> feed, EventStore events) {
    this.feed = feed;
    this.events = events;
  }

  /**
   * The document in this shape. Costs nothing where it has it, else one read per event. A view that
   * has no streams of its own is not folded: its document is taken as it is, if it can be bound.
   *
   * @throws AnotherShape it can't be had so
   * @throws UnreadableEvent only newer code can fold it
   * @throws NoEvent one of its events is not there
   * @throws TransientFailure its stream can't be read
   */
  public Document.Content of(Document.Content there) {
    return of(List.of(there), Long.MAX_VALUE).getFirst();
  }

  /**
   * The same of some.
   *
   * @param most how many events may be read for all of them
   * @throws AnotherShape it would be more
   */
  public List<Document.Content> of(List<Document.Content> documents, long most) {
    long left = most;
    for (var document : documents) {
      left -= feed.view().fits(document) ? 0 : document.version();
      if (left < 0) {
        throw feed.view().anotherShape(document, null);
      }
    }
    return documents.stream().map(it -> feed.view().fits(it) ? it : reshaped(it)).toList();
  }

  private Document.Content reshaped(Document.Content there) {
    if (feed.checkpoint() != Checkpoint.IN_DOCUMENT) {
      return feed.view().inAnyShape(there);
    }
    var folded = feed.refolded(there, List.of());
    for (long from = 1; from <= there.version(); from += EventStore.AT_ONCE) {
      long to = Math.min(from + EventStore.AT_ONCE - 1, there.version());
      var chunk = events.readRange(there.id(), from, to);
      for (var event : NoEvent.requireAll(feed.source(), there.id(), from, to, chunk)) {
        folded = feed.evolve(folded, event);
      }
    }
    return folded;
  }
}
