package dev.eventfold.simulation.views;

import dev.eventfold.documents.Document;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.projections.Feed;
import dev.eventfold.simulation.world.Journal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What the projections of a system make of all events at once, with no projector between. */
public final class ProjectionFold implements ViewFold {

  private final Map<String, List<Feed<?, ?>>> views;
  private final Map<String, List<Feed<?, ?>>> nextViews;

  public ProjectionFold(Topology system, Optional<Topology> next) {
    this(lasting(system), next.map(ProjectionFold::lasting).orElse(Map.of()));
  }

  /** What waits for a time is gone when it has come. */
  private static Map<String, List<Feed<?, ?>>> lasting(Topology system) {
    var views = new HashMap<>(system.views());
    system.services().forEach(service -> service.pending().ifPresent(views::remove));
    return views;
  }

  private ProjectionFold(
      Map<String, List<Feed<?, ?>>> views, Map<String, List<Feed<?, ?>>> nextViews) {
    this.views = views;
    this.nextViews = nextViews;
  }

  /** The same of some views alone, where others are told by hand. */
  public ProjectionFold of(Predicate<String> some) {
    var those = new HashMap<>(views);
    those.keySet().removeIf(view -> !some.test(view));
    return new ProjectionFold(those, nextViews);
  }

  @Override
  public void fold(Journal journal, ExpectedViews expected) {
    views.forEach(
        (view, feeds) -> {
          var next = new Folded(nextViews.getOrDefault(view, List.of()), journal);
          next.documents.values().forEach(content -> expected.putNext(view, content));
          var first = new Folded(feeds, journal);
          // Nobody can have made the old shape of what only the next release can read.
          first.unreadable.forEach(id -> first.documents.put(id, next.documents.get(id)));
          first.documents.values().forEach(content -> expected.put(view, content));
          first.places.forEach((id, place) -> expected.put(feeds.getFirst().checkpoints(), place));
        });
  }

  @Override
  public Set<String> documents(Feed<?, ?> feed, RecordedEvent event) {
    return feed.documents(event);
  }

  private static Document.Content nothing(String id) {
    return new Document.Content(id, 0, Optional.empty(), Map.of());
  }

  /** One view. */
  private static final class Folded {

    private final Map<String, Document.Content> documents = new HashMap<>();
    private final Map<String, Document.Content> places = new HashMap<>();
    private final Set<String> unreadable = new HashSet<>();

    Folded(List<Feed<?, ?>> feeds, Journal journal) {
      for (var feed : feeds) {
        for (var stream : journal.of(feed.source())) {
          try {
            stream.forEach(event -> apply(feed, journal.seenBy(feed, event)));
          } catch (UnreadableEvent ofTheNext) {
            unreadable.add(stream.getFirst().stream());
          }
        }
      }
    }

    private void apply(Feed<?, ?> feed, RecordedEvent event) {
      switch (feed.checkpoint()) {
        case IN_DOCUMENT -> put(feed.evolve(there(event.stream()), event));
        case PER_STREAM -> {
          var changed = feed.evolve(event, this::there);
          changed.values().forEach(this::put);
          if (!changed.isEmpty()) {
            var id = feed.place(event.stream()).id();
            places.put(id, Document.Content.checkpoint(id, event.version()));
          }
        }
        case NONE -> feed.entry(event).ifPresent(this::put);
      }
    }

    private Document.Content there(String id) {
      return documents.getOrDefault(id, nothing(id));
    }

    private void put(Document.Content content) {
      documents.put(content.id(), content);
    }
  }
}
