package restaurant.ops.views;

import dev.eventfold.gcp.Backend;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.operations.CurrentViews.Place;
import dev.eventfold.operations.Patience;
import dev.eventfold.operations.Rebuild;
import dev.eventfold.operations.Reconciler;
import dev.eventfold.projections.Feed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import restaurant.ops.Progress;
import restaurant.system.Restaurant;

/**
 * Makes views anew where they are, while nobody else writes. What was interrupted goes on: views
 * that were made are left alone, and the one that it was at is filled on, or, where many streams
 * make a document, begun anew. That is safe as long as the event store is the same: nothing here
 * could tell the events of another one.
 */
final class Refill {

  private final Map<String, List<Feed<?, ?>>> views;
  private final Backend backend;
  private final Consumer<String> delete;
  private final Consumer<String> say;

  /**
   * @param delete empties a collection
   */
  Refill(
      Map<String, List<Feed<?, ?>>> views,
      Backend backend,
      Consumer<String> delete,
      Consumer<String> say) {
    this.views = views;
    this.backend = backend;
    this.delete = delete;
    this.say = say;
  }

  /**
   * @param note how far it has come
   * @return what can't be read
   */
  List<String> run(RestoreNote note) {
    var unreadable = new ArrayList<String>();
    for (var view : views.entrySet()) {
      if (!note.made().contains(view.getKey())) {
        var why = fill(view.getKey(), view.getValue());
        unreadable.addAll(why);
        if (why.isEmpty()) {
          // Else whoever goes on says it again.
          note = note.made(view.getKey());
          note.save(backend.queryStore(), new Patience(backend.backoff()));
        }
        say.accept("%-20s is made anew.".formatted(view.getKey()));
      }
    }
    return unreadable;
  }

  private List<String> fill(String view, List<Feed<?, ?>> feeds) {
    var store = backend.queryStore();
    var place = CurrentViews.place(store, view);
    var current = place.current();
    if (!Rebuild.canGoOn(feeds)) {
      delete.accept(current);
      delete.accept(current + "-checkpoints");
    }
    var alone = new Place(current, Optional.empty(), Instant.EPOCH, Optional.empty());
    CurrentViews.put(store, backend.backoff(), view, place, alone);
    var opening = Restaurant.SYSTEM.opening(view, backend);
    var into = feeds.stream().<Feed<?, ?>>map(feed -> feed.into(current)).toList();
    var start = backend.clock().instant();
    try (var progress = new Progress(view, " events", -1)) {
      var unreadable =
          new Rebuild(into, opening, opening.queryStore(), backend.backoff(), backend.parallel())
              .clock(backend.clock())
              .fill(progress::step);
      into.forEach(feed -> Reconciler.startAt(store, feed, start));
      return unreadable;
    }
  }
}
