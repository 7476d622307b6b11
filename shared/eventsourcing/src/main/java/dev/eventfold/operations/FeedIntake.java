package dev.eventfold.operations;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projector;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A projector: one sees in its documents what it has applied. */
record FeedIntake(Feed<?, ?> feed, QueryStore views, Projector<?, ?> projector, InstantSource clock)
    implements Intake {

  private static final int BATCH = 100;

  static String name(Feed<?, ?> feed) {
    return feed.view().collection() + "~" + feed.source();
  }

  @Override
  public String source() {
    return feed.source();
  }

  @Override
  public String name() {
    return name(feed);
  }

  @Override
  public boolean hasOrder() {
    return feed.checkpoint() != Checkpoint.NONE;
  }

  @Override
  public boolean isParallel() {
    return feed.checkpoint() != Checkpoint.PER_STREAM;
  }

  @Override
  public boolean concerns(RecordedEvent event) {
    return feed.checkpoint() == Checkpoint.IN_DOCUMENT || !feed.documents(event).isEmpty();
  }

  @Override
  public List<RecordedEvent> missing(List<RecordedEvent> events) {
    var versions = versions(events.stream().map(this::place).distinct().toList());
    return events.stream()
        .filter(event -> versions.getOrDefault(place(event), 0L) < event.version())
        .toList();
  }

  /** Where one sees whether it is applied. */
  private QueryStore.Key place(RecordedEvent event) {
    return hasOrder() ? feed.place(event.stream()) : feed.view().key(event.id());
  }

  private Map<QueryStore.Key, Long> versions(List<QueryStore.Key> places) {
    var versions = new HashMap<QueryStore.Key, Long>();
    for (int i = 0; i < places.size(); i += BATCH) {
      var some = places.subList(i, Math.min(i + BATCH, places.size()));
      // Applying to what is corrupt will fail, and say so.
      views
          .get(some)
          .forEach((key, there) -> versions.put(key, Documents.version(Optional.of(there))));
    }
    return versions;
  }

  /** What waited for its time may have been there, and be gone since. */
  @Override
  public boolean take(RecordedEvent event) {
    projector.on(event);
    return hasOrder()
        || feed.entry(event).filter(entry -> entry.mayBeGone(clock.instant())).isEmpty();
  }
}
