package dev.eventfold.projections;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.EventReader;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.personal.PersonalData;
import dev.eventfold.store.EventStore;
import java.lang.reflect.RecordComponent;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What feeds a view: the events of one service, through one projection. A view can have several
 * feeds, each with a projector of its own.
 *
 * @param view what is fed
 * @param source the service whose events come: "loans"
 * @param types how they are understood
 * @param checkpoint where the projector keeps its place
 */
public record Feed<E, V>(
    View<V> view,
    String source,
    EventReader<E> types,
    Projection<E, V> projection,
    Checkpoint checkpoint) {

  /** A view whose documents are named as the streams of the source, each with its own place. */
  public static <E, V> Feed<E, V> of(
      View<V> view, String source, EventReader<E> types, Projection<E, V> projection) {
    return new Feed<>(view, source, types, projection, Checkpoint.IN_DOCUMENT);
  }

  /** The same, with its places elsewhere. */
  public Feed<E, V> keeping(Checkpoint place) {
    return new Feed<>(view, source, types, projection, place);
  }

  /** Says where its events, and what they become, have what is of persons. */
  public void tell(PersonalData of) {
    of.events(source, types).view(view);
  }

  /**
   * A projector that applies events to the view.
   *
   * @param events of the source, for gaps
   */
  public Projector<E, V> projector(EventStore events, QueryStore store, Backoff backoff) {
    return projector(events, store, backoff, InstantSource.system());
  }

  /**
   * The same by another clock.
   *
   * @param clock says which entries of a log have expired: those are not written any more
   */
  public Projector<E, V> projector(
      EventStore events, QueryStore store, Backoff backoff, InstantSource clock) {
    return new Projector<>(this, events, store, backoff, clock);
  }

  /** The same into another collection: the view as it is while it is being rebuilt. */
  public Feed<E, V> into(String collection) {
    return new Feed<>(view.in(collection), source, types, projection, checkpoint);
  }

  /**
   * The document that holds how far a stream has been applied; none where there is no checkpoint.
   */
  public QueryStore.Key place(String stream) {
    return switch (checkpoint) {
      case IN_DOCUMENT -> view.key(stream);
      case PER_STREAM -> new QueryStore.Key(checkpoints(), source + "~" + stream);
      case NONE -> throw new IllegalStateException(view.collection() + " keeps no place");
    };
  }

  /**
   * The documents that an event changes; none where it is none of the view's business.
   *
   * @throws UnreadableEvent it should be understood and cannot be
   */
  public Set<String> documents(RecordedEvent event) {
    if (checkpoint == Checkpoint.NONE) {
      return types.read(event).isPresent() ? Set.of(event.id()) : Set.of();
    }
    return types.read(event).map(projection::documents).orElse(Set.of());
  }

  /**
   * What a stream's own document holds after one more event, where the place is in the document.
   *
   * @param content what it holds now; of version 0 where it is not there yet
   * @throws UnreadableEvent it should be understood and cannot be
   */
  public Document.Content evolve(Document.Content content, RecordedEvent event) {
    var read = types.read(event);
    var shown = view.shown(content);
    var next = read.isEmpty() ? shown : projection.evolve(content.id(), shown, read.get());
    return view.content(content.id(), event.version(), next);
  }

  /**
   * What a document of many streams holds after one more event. In one of another shape the fields
   * of others stay as they are, and so does the shape: they can't be made here.
   *
   * @throws AnotherShape and no part of it is known to be another feed's
   */
  private Document.Content evolve(Document.Content content, TypedEvent<E> event) {
    var id = content.id();
    if (view.fits(content)) {
      var next = projection.evolve(id, view.shown(content), event);
      return view.content(id, content.version(), next);
    }
    var others = projection.fieldsOfOthers();
    if (others.isEmpty()) {
      throw view.anotherShape(content, null);
    }
    var own = view.part(content, ownFields(others));
    return view.with(content, projection.evolve(id, own, event));
  }

  private Set<String> ownFields(Set<String> others) {
    return Arrays.stream(view.type().getRecordComponents())
        .map(RecordComponent::getName)
        .filter(name -> !others.contains(name))
        .collect(Collectors.toSet());
  }

  /**
   * What the documents that an event changes hold after it, where the place is not in them.
   *
   * @param now what a document holds; of version 0 where it is not there yet
   * @return by id; none where it is none of the view's business
   * @throws UnreadableEvent it should be understood and cannot be
   * @throws AnotherShape a document can't be brought into this shape
   */
  public Map<String, Document.Content> evolve(
      RecordedEvent event, Function<String, Document.Content> now) {
    var read = types.read(event);
    var after = new LinkedHashMap<String, Document.Content>();
    for (var id : read.map(projection::documents).orElse(Set.of())) {
      after.put(id, evolve(now.apply(id), read.get()));
    }
    return after;
  }

  /**
   * The document that an event makes, where every event makes one; empty where it is none of the
   * view's business.
   *
   * @throws UnreadableEvent it should be understood and cannot be
   */
  public Optional<Document.Content> entry(RecordedEvent event) {
    return types
        .read(event)
        .map(read -> projection.evolve(event.id(), Optional.empty(), read))
        .map(shown -> view.content(event.id(), event.version(), shown));
  }

  /**
   * What a stream's own document should hold, when its part is made anew and what other feeds have
   * made of it stays as it is.
   *
   * @param there what it holds
   * @param past its stream up to its version
   * @throws UnreadableEvent one of them should be understood and cannot be
   */
  public Document.Content refolded(Document.Content there, List<RecordedEvent> past) {
    var others = projection.fieldsOfOthers();
    var base = others.isEmpty() ? Optional.<V>empty() : view.part(there, others);
    var content = view.content(there.id(), 0, base);
    for (var event : past) {
      content = evolve(content, event);
    }
    return content;
  }

  /** Where the places are that are not in the view's own documents. */
  public String checkpoints() {
    return view.collection() + "-checkpoints";
  }
}
