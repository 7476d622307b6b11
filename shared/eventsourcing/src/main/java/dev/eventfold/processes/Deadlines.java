package dev.eventfold.processes;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.Query.Filter;
import dev.eventfold.documents.Query.Operator;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.projections.View;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** The {@link Deadline}s of a process that were set and not met yet. */
public final class Deadlines<C, E> {

  private static final String DUE = Document.Content.DUE;
  private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private final ProcessContext<C, E> context;
  private final QueryStore views;

  Deadlines(ProcessContext<C, E> context) {
    this.context = context;
    this.views = context.views();
  }

  /**
   * A deadline that waits.
   *
   * @param due when it is met; later than its own time where it could not be met then
   */
  public record Waiting(PendingDeadline deadline, Instant due) {}

  /**
   * Some that wait, in the order of their own times.
   *
   * @param hasMore whether others wait, too
   */
  public record Page(List<Waiting> waiting, boolean hasMore) {}

  /**
   * Those that could not be met, however late they are tried again, and those that are due next.
   *
   * @param most of each of {@value PendingDeadline#SHARDS} parts, and as many in all of those that
   *     could not be met
   */
  public Page waiting(int most) {
    if (context.process().deadlines().isEmpty()) {
      return new Page(List.of(), false);
    }
    var view = currentView();
    var found = new LinkedHashMap<String, Document>();
    boolean hasMore = found(view, List.of(), PendingDeadline.MISSED, most, found);
    for (long shard = 0; shard < PendingDeadline.SHARDS; shard++) {
      var filters = List.of(Filter.equal(PendingDeadline.SHARD, shard));
      hasMore |= found(view, filters, DUE, most, found);
    }
    var waiting =
        found.values().stream()
            .map(Document::content)
            .map(it -> new Waiting(view.shown(it).orElseThrow(), (Instant) it.index().get(DUE)))
            .sorted(Comparator.comparing(it -> it.deadline().time()))
            .toList();
    return new Page(waiting, hasMore);
  }

  /** Whether there are more. */
  private boolean found(
      View<?> view, List<Filter> filters, String order, int most, Map<String, Document> found) {
    var query = new Query(filters, Optional.of(order), false, most + 1, Optional.empty());
    var page = views.page(view.collection(), query);
    page.stream().limit(most).forEach(it -> found.putIfAbsent(it.id(), it));
    return page.size() > most;
  }

  /** Where a rebuild has put them. */
  private View<PendingDeadline> currentView() {
    var view = PendingDeadline.view(context.service());
    return view.in(CurrentViews.place(views, view.collection()).current());
  }

  /** Meets those whose time has come. Each minute it begins with another shard. */
  void meet(Tick tick) {
    if (context.process().deadlines().isEmpty()) {
      return;
    }
    var view = currentView();
    var due = new Filter(DUE, Operator.BELOW, tick.now());
    var queries =
        LongStream.range(0, PendingDeadline.SHARDS)
            .map(shard -> (shard + tick.now().getEpochSecond() / 60) % PendingDeadline.SHARDS)
            .mapToObj(shard -> List.of(Filter.equal(PendingDeadline.SHARD, shard), due))
            .map(it -> new Query(it, Optional.of(DUE), false, Tick.PAGE, Optional.empty()))
            .toList();
    tick.each(view.collection(), queries, document -> meet(tick, view, document));
  }

  /** What can't be met comes again, later each time, and is in nobody's way meanwhile. */
  private void meet(Tick tick, View<PendingDeadline> view, Document document) {
    var pending = Optional.<PendingDeadline>empty();
    try {
      pending = view.shown(document.content());
      meet(pending.orElseThrow());
      views.remove(view.key(document.id()), document.revision());
    } catch (QueryStore.ConcurrentWrite another) {
      // Another tick has met it, or will.
    } catch (RuntimeException why) {
      tick.failed();
      var what = pending.map(it -> it.deadline() + " of " + it.stream());
      var at = pending.map(PendingDeadline::time);
      // What can't be read does not mend itself.
      var late = at.map(it -> Duration.between(it, tick.now())).orElse(LONGEST_PAUSE);
      context.witness().failed(what.orElse(document.id()), late, why);
      postpone(view, document, at.orElse(tick.now()), tick.now());
    }
  }

  private void meet(PendingDeadline pending) {
    var deadline =
        context.process().deadlines().stream()
            .filter(it -> it.name().equals(pending.deadline()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no deadline of this name"));
    context.carryOut(
        CommandOn.existing(pending.stream(), deadline.command()),
        context.id(deadline.name(), pending.eventId()),
        pending.eventId(),
        pending.correlationId(),
        pending.traceparent(),
        context.actor());
  }

  private void postpone(View<PendingDeadline> view, Document document, Instant at, Instant now) {
    var content = document.content();
    Map<String, Object> index =
        Map.of(
            PendingDeadline.SHARD,
            content.index().get(PendingDeadline.SHARD),
            PendingDeadline.MISSED,
            at,
            DUE,
            now.plus(between(SHORTEST_PAUSE, Duration.between(at, now), LONGEST_PAUSE)));
    var later = new Document.Content(content.id(), content.version(), content.body(), index);
    try {
      views.commit(
          List.of(
              new Write(view.collection(), later, new Write.Precondition.At(document.revision()))));
    } catch (QueryStore.ConcurrentWrite | TransientFailure again) {
      // Then the next tick tries it.
    }
  }

  private static Duration between(Duration least, Duration wanted, Duration most) {
    if (wanted.compareTo(least) < 0) {
      return least;
    }
    return wanted.compareTo(most) > 0 ? most : wanted;
  }
}
