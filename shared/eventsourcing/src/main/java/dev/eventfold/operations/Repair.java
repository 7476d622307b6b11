package dev.eventfold.operations;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projector;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes documents what their events say, beside projectors that write them. */
final class Repair {

  private static final int ATTEMPTS = 10;
  private static final int LONGEST_PAUSE = 5;
  private static final String MOVING = "it is written all the time: rebuild the view";
  private static final String NO_EVENT = "nothing is written over in the event store";
  private static final String UNREADABLE =
      "an event that it has applied, or its shape, is another version's";

  private final Supplier<ViewAt> view;
  private final QueryStore views;
  private final Patience patience;
  private final LongConsumer progress;
  private final Map<QueryStore.Key, Finding> findings;
  private final Map<Finding, String> left = new LinkedHashMap<>();
  private final Set<String> behind = new TreeSet<>();

  /**
   * @param view as it is now
   */
  Repair(
      Supplier<ViewAt> view,
      QueryStore views,
      Patience patience,
      List<Finding> findings,
      LongConsumer progress) {
    this.view = view;
    this.views = views;
    this.patience = patience;
    this.progress = progress;
    this.findings =
        findings.stream()
            .collect(
                Collectors.toMap(
                    Finding::key, it -> it, (first, second) -> first, LinkedHashMap::new));
    findings.stream()
        .filter(it -> it.kind() == Finding.Kind.NO_EVENT)
        .forEach(it -> left.put(it, NO_EVENT));
  }

  Map<Finding, String> run() {
    Set<QueryStore.Key> open = findings.keySet();
    for (int attempt = 1; !open.isEmpty(); attempt++) {
      var moved = new LinkedHashSet<QueryStore.Key>();
      again(view.get(), open, moved);
      if (attempt == ATTEMPTS) {
        moved.forEach(key -> left.put(findings.get(key), MOVING));
        break;
      }
      open = moved;
      if (!open.isEmpty()) {
        patience.backoff().pause(Math.min(attempt, LONGEST_PAUSE));
      }
    }
    if (!behind.isEmpty()) {
      catchUp(view.get());
    }
    return left;
  }

  /** Documents and checkpoints as they are now. */
  private void again(ViewAt now, Set<QueryStore.Key> keys, Set<QueryStore.Key> moved) {
    Consumer<Comparison> each = comparison -> repair(now, comparison, moved);
    var ids =
        keys.stream()
            .filter(key -> key.collection().equals(now.collection()))
            .map(QueryStore.Key::id)
            .collect(Collectors.toCollection(TreeSet::new));
    if (now.isLog()) {
      now.log().compare(ids, progress, each);
      return;
    }
    var gathered = now.gather(ids::contains, progress);
    gathered.checkpoints().stream().filter(it -> keys.contains(it.key())).forEach(each);
    now.each(ids, gathered, each);
  }

  private void repair(ViewAt now, Comparison comparison, Set<QueryStore.Key> moved) {
    if (comparison.finding(now.now()).isEmpty()) {
      return;
    }
    if (comparison.isBeyondUs()) {
      left.put(findings.get(comparison.key()), UNREADABLE);
      return;
    }
    try {
      if (!comparison.isRight()) {
        patience.run(() -> write(comparison));
      }
      if (comparison.lacksEvents()) {
        behind.add(comparison.key().id());
      }
      comparison.stuck().ifPresent(why -> stuck(comparison.key(), why));
    } catch (QueryStore.ConcurrentWrite e) {
      moved.add(comparison.key());
    }
  }

  private void write(Comparison comparison) {
    var key = comparison.key();
    var there = comparison.there();
    if (comparison.expected().isEmpty()) {
      views.remove(key, there.orElseThrow().revision());
      return;
    }
    var content = comparison.expected().get();
    views.commit(List.of(new Write(key.collection(), content, Documents.unmoved(there))));
  }

  /** Lets projectors apply what was not. */
  private void catchUp(ViewAt now) {
    var projectors = new HashMap<Feed<?, ?>, Projector<?, ?>>();
    BiConsumer<Feed<?, ?>, RecordedEvent> apply =
        (feed, event) ->
            patience.run(() -> projectors.computeIfAbsent(feed, now::projector).on(event));
    now.gather(behind::contains, apply, progress);
    now.own()
        .ifPresent(
            feed -> {
              for (var id : behind) {
                try {
                  now.stream(feed, id, applied(feed, id), slot -> apply.accept(feed, slot.event()));
                } catch (UnreadableEvent | NoEvent e) {
                  stuck(now.key(id), e.getMessage());
                }
              }
            });
  }

  private void stuck(QueryStore.Key key, String why) {
    left.put(findings.get(key).as(Finding.Kind.STUCK), why);
  }

  private long applied(Feed<?, ?> feed, String id) {
    return Documents.version(patience.await(() -> Documents.get(views, feed.place(id))));
  }
}
