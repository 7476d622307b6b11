package dev.eventfold.projections;

import dev.eventfold.events.EventReader;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.TypedEvent;
import java.util.Optional;
import java.util.Set;

/**
 * How events become what is shown. Pure and total, like a decider's {@code evolve}: it may run
 * again at any time, for a rebuild or for a view as of a moment.
 *
 * @param <E> the events it understands
 * @param <V> what one document shows
 */
public interface Projection<E, V> {

  /** The documents that an event changes; by default the one that is named as its stream. */
  default Set<String> documents(TypedEvent<E> event) {
    return Set.of(event.stream());
  }

  /**
   * What a document shows after the event; empty when there is nothing (or nothing any more) to
   * show.
   */
  Optional<V> evolve(String document, Optional<V> view, TypedEvent<E> event);

  /**
   * The fields of the view that other feeds write, where there are others. The view can do without
   * the rest, which is this projection's: it must be there, so far as nothing has come yet.
   */
  default Set<String> fieldsOfOthers() {
    return Set.of();
  }

  /** What a document shows after these events, in order, and none before them. */
  default Optional<V> fold(String document, EventReader<E> types, Iterable<RecordedEvent> events) {
    var view = Optional.<V>empty();
    for (var event : events) {
      var read = types.read(event);
      if (read.isPresent() && documents(read.get()).contains(document)) {
        view = evolve(document, view, read.get());
      }
    }
    return view;
  }
}
