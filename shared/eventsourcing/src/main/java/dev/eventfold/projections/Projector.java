package dev.eventfold.projections;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.documents.CorruptDocument;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.TransientFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Applies events to a view, right under any delivery: duplicates are dropped, gaps are read from
 * the store, views and checkpoint move in one conditional commit. Safe for many threads and for
 * many instances at once.
 *
 * <p>A document that another version of the code has written in another shape is made anew from its
 * stream, once. In a view of many streams the part of each feed keeps its shape: a new shape is a
 * view of another name.
 *
 * <p>Cost of an event: one write and, on an instance that has not seen the documents, one read of
 * each. The first event of a stream is written without a read. A duplicate costs at most the read
 * of the checkpoint, or of the entry in a log.
 */
public final class Projector<E, V> {

  static final int ATTEMPTS = 10;

  /** How many events of a gap go into one commit. */
  static final int CHUNK = 100;

  private final Feed<E, V> feed;
  private final View<V> view;
  private final EventStore events;
  private final DocumentCache documents;
  private final RetryPolicy retries;
  private final InstantSource clock;
  private final Reshape<E, V> reshape;

  /**
   * @param events the store of the service whose events come, for gaps
   * @param clock by which entries of a log have expired
   */
  Projector(
      Feed<E, V> feed, EventStore events, QueryStore store, Backoff backoff, InstantSource clock) {
    this.feed = feed;
    this.view = feed.view();
    this.events = events;
    this.documents = new DocumentCache(store);
    this.retries = new RetryPolicy(ATTEMPTS, backoff);
    this.clock = clock;
    this.reshape = new Reshape<>(feed, events);
  }

  /**
   * Applies the event, and those before it that the view lacks. When it returns, the view is at the
   * event's version or past it.
   *
   * @throws UnreadableEvent it cannot be understood: nothing of it was applied
   * @throws NoEvent one that comes before it is not there: nothing was applied past that
   * @throws CorruptDocument nothing can be applied to what is there
   * @throws AnotherShape a document cannot be brought into this shape: nothing was applied
   * @throws TransientFailure try again
   */
  public void on(RecordedEvent event) {
    try {
      retries.run(attempt -> apply(event, attempt), QueryStore.ConcurrentWrite.class);
    } catch (QueryStore.ConcurrentWrite lost) {
      throw new TransientFailure("lost every race for " + view.collection(), lost);
    }
  }

  private void apply(RecordedEvent event, int attempt) {
    switch (feed.checkpoint()) {
      case NONE -> applyOnce(event);
      case IN_DOCUMENT -> {
        var mark = feed.place(event.stream());
        // A stream's first event mostly makes the document; where it does not, the commit finds
        // out.
        boolean mostLikelyNew = event.version() == 1 && attempt == 1;
        applyInOrder(
            event,
            mark,
            mostLikelyNew ? documents.assumeAbsent(mark) : documents.load(Set.of(mark)));
      }
      case PER_STREAM -> {
        var touched = feed.documents(event);
        if (!touched.isEmpty()) {
          var mark = feed.place(event.stream());
          var needed = new ArrayList<QueryStore.Key>();
          needed.add(mark);
          touched.forEach(id -> needed.add(view.key(id)));
          applyInOrder(event, mark, documents.load(needed));
        }
      }
    }
  }

  private void applyOnce(RecordedEvent event) {
    // A replay of history must not bring back what the database has deleted.
    var entry = feed.entry(event).filter(content -> !content.isExpired(clock.instant()));
    if (entry.isEmpty()) {
      return;
    }
    try {
      write(entry.get(), new Write.Precondition.Absent());
    } catch (QueryStore.ConcurrentWrite moved) {
      // Mostly a duplicate, but also a race with nobody's document, or a document that holds
      // nothing: neither may swallow the event.
      var there = documents.store().get(Set.of(view.key(event.id()))).get(view.key(event.id()));
      if (there == null) {
        throw moved;
      }
      if (there.content().isBlank()) {
        write(entry.get(), new Write.Precondition.At(there.revision()));
      }
    }
  }

  private void write(Document.Content content, Write.Precondition precondition) {
    documents.store().commit(List.of(new Write(view.collection(), content, precondition)));
  }

  private void applyInOrder(RecordedEvent event, QueryStore.Key mark, DocumentCache.Unit unit) {
    long applied = unit.content(mark).version();
    while (applied < event.version()) {
      for (var next : nextEvents(event, applied)) {
        applyTo(unit, mark, next);
        applied = next.version();
      }
      unit.commit();
    }
  }

  /** What follows the checkpoint: from the store up to the event, and the event itself. */
  private List<RecordedEvent> nextEvents(RecordedEvent event, long applied) {
    if (event.version() == applied + 1) {
      return List.of(event);
    }
    long to = Math.min(event.version() - 1, applied + CHUNK);
    var there = events.readRange(event.stream(), applied + 1, to);
    var next =
        new ArrayList<>(
            NoEvent.requireAll(event.service(), event.stream(), applied + 1, to, there));
    if (to == event.version() - 1) {
      next.add(event);
    }
    return next;
  }

  private void applyTo(DocumentCache.Unit unit, QueryStore.Key mark, RecordedEvent event) {
    if (feed.checkpoint() == Checkpoint.IN_DOCUMENT) {
      unit.put(mark, feed.evolve(reshape.of(unit.content(mark)), event));
      return;
    }
    feed.evolve(event, id -> unit.content(view.key(id)))
        .forEach((id, content) -> unit.put(view.key(id), content));
    unit.put(mark, Document.Content.checkpoint(mark.id(), event.version()));
  }
}
