package dev.eventfold.operations;

import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.operations.ReconcilerPlace.Span;
import dev.eventfold.operations.ReconcilerPlace.Stuck;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventLog.Committed;
import dev.eventfold.store.EventLog.Slot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** One run of a {@link Reconciler}. */
final class Reconciliation {

  private static final int BATCH = 100;
  private static final int BATCH_CHARS = 4 << 20;

  private final Reconciler reconciler;
  private final Instant deadline;
  private final EventLog history;
  private final Intake intake;
  private final Republishing republishing;
  private final List<Committed> batch = new ArrayList<>();
  private final AtomicInteger tries = new AtomicInteger();
  private ReconcilerPlace place;
  private int batchChars;
  private int events;
  private int repaired;
  private boolean goesOn = true;

  Reconciliation(Reconciler reconciler, Instant deadline) {
    this.reconciler = reconciler;
    this.deadline = deadline;
    this.intake = reconciler.intake();
    this.history = reconciler.sources.eventLog(intake.source());
    this.republishing = new Republishing(reconciler, history, this::concerns);
  }

  Reconciler.Report run() {
    place = ReconcilerPlace.of(reconciler.views, intake.name());
    var before = place;
    var now = reconciler.clock.instant();
    try {
      // What the last run left: first, or what the runs leave would become more and more.
      republish(now.plus(Duration.between(now, deadline).dividedBy(2)));
      lookAtWhatIsNew();
      retryWhatWasStuck(before.stuck());
      republish(deadline);
    } catch (QueryStore.ConcurrentWrite another) {
      // Another run is at it, and further.
      goesOn = false;
    }
    return new Reconciler.Report(
        events, repaired, place.stuck().size(), !goesOn || place.unpublished().isPresent());
  }

  private boolean isLate() {
    return isPast(deadline);
  }

  private boolean isPast(Instant time) {
    return !reconciler.clock.instant().isBefore(time);
  }

  private void lookAtWhatIsNew() {
    var now = reconciler.clock.instant();
    var from = place.until().orElseGet(() -> now.minus(Reconciler.FIRST_RUN));
    history.readByTime(from, now.minus(reconciler.grace), this::look);
    if (goesOn && !batch.isEmpty()) {
      goesOn = reconcile(batch.getLast().at().plus(1, ChronoUnit.MICROS));
    }
  }

  /** By the store's clock alone: ours only says what is certainly not worth a read yet. */
  private boolean look(Committed next) {
    if (!next.isSettled(reconciler.grace)) {
      return false;
    }
    boolean isFull = batch.size() >= BATCH || batchChars >= BATCH_CHARS;
    // Those of one moment belong to one batch: the next run begins with a moment.
    if (isFull && next.at().isAfter(batch.getLast().at())) {
      goesOn = reconcile(next.at()) && !isLate();
    }
    if (goesOn) {
      batch.add(next);
      batchChars +=
          next.slot().readable().map(event -> Json.text(event.payload()).length()).orElse(0);
    }
    return goesOn;
  }

  /**
   * Applies what the batch has and the view has not.
   *
   * @param until where the next batch begins
   * @return whether all of it was looked at
   */
  private boolean reconcile(Instant until) {
    events += batch.size();
    var gaps = notApplied(batch);
    var before = place.unpublished();
    if (reconciler.republish.isPresent() && !gaps.isEmpty()) {
      // First of all, so that it is known even if we end before they are published.
      place = place.unpublished(span(before, gaps)).save(reconciler.views);
    }
    var tried = apply(gaps);
    boolean isDone = tried.size() == gaps.size();
    if (republishing.all(tried, this::isLate)) {
      place = place.unpublished(before);
    }
    place = (isDone ? place.movedTo(until) : place).save(reconciler.views);
    batch.clear();
    batchChars = 0;
    return isDone;
  }

  private static Optional<Span> span(Optional<Span> before, List<Committed> gaps) {
    var span = before.orElseGet(() -> new Span(gaps.getFirst().at(), gaps.getFirst().at()));
    for (var gap : gaps) {
      span = span.with(gap.at());
    }
    return Optional.of(span);
  }

  /**
   * Applies these, several streams at once where no two of them have a document in common.
   *
   * @return what was tried, or waits for something that was; the next run must look at the rest
   */
  private List<Committed> apply(List<Committed> gaps) {
    var streams = new LinkedHashMap<String, List<Slot>>();
    for (var gap : gaps) {
      if (place.stuck(gap.slot(), intake.hasOrder()).isEmpty()) {
        streams.computeIfAbsent(gap.slot().stream(), id -> new ArrayList<>()).add(gap.slot());
      }
    }
    var outcomes = new ConcurrentHashMap<String, Tried>();
    var tasks =
        streams.values().stream().<Runnable>map(slots -> () -> apply(slots, outcomes)).toList();
    (intake.isParallel() ? reconciler.parallel : Parallel.IN_TURN).run(tasks);
    return gaps.stream()
        .filter(gap -> settle(gap.slot(), Optional.ofNullable(outcomes.get(gap.slot().key()))))
        .toList();
  }

  /**
   * @param wasMissing for certain
   */
  private record Tried(boolean wasMissing, Optional<RuntimeException> failure) {}

  /** The events of a stream in order, as long as there is time, and up to the first failure. */
  private void apply(List<Slot> slots, Map<String, Tried> outcomes) {
    for (var slot : slots) {
      // One at least: or a slow store would let no run get anywhere.
      if (tries.getAndIncrement() > 0 && isLate()) {
        return;
      }
      try {
        outcomes.put(slot.key(), new Tried(intake.take(slot.event()), Optional.empty()));
      } catch (RuntimeException why) {
        outcomes.put(slot.key(), new Tried(true, Optional.of(why)));
        if (intake.hasOrder()) {
          return;
        }
      }
    }
  }

  /**
   * @return false where the next run must look at it again: it is too late, or it failed and there
   *     is no room to remember it
   */
  private boolean settle(Slot slot, Optional<Tried> tried) {
    if (tried.isEmpty()) {
      var before = place.stuck(slot, intake.hasOrder());
      before.ifPresent(stuck -> place = place.with(stuck.upTo(slot.version())));
      return before.isPresent();
    }
    var failure = tried.get().failure();
    if (failure.isEmpty()) {
      if (tried.get().wasMissing()) {
        repaired(slot.event());
      }
      return true;
    }
    reconciler.witness.ifPresent(witness -> witness.failed(slot.key(), failure.get()));
    boolean hasRoom = !place.isFull();
    if (hasRoom) {
      place = place.with(new Stuck(slot.stream(), slot.version(), slot.version()));
    }
    return hasRoom;
  }

  private void repaired(RecordedEvent event) {
    repaired++;
    reconciler.witness.ifPresent(witness -> witness.repaired(event));
  }

  private List<Committed> notApplied(List<Committed> all) {
    var relevant =
        all.stream()
            .filter(committed -> concerns(committed.slot()))
            .sorted(Comparator.comparing(committed -> committed.slot().key()))
            .toList();
    var missing =
        intake
            .missing(relevant.stream().flatMap(it -> it.slot().readable().stream()).toList())
            .stream()
            .map(RecordedEvent::key)
            .collect(Collectors.toSet());
    return relevant.stream()
        .filter(it -> it.slot().readable().isEmpty() || missing.contains(it.slot().key()))
        .toList();
  }

  private boolean concerns(Slot slot) {
    try {
      return intake.concerns(slot.event());
    } catch (RuntimeException unreadable) {
      return true;
    }
  }

  private void retryWhatWasStuck(List<Stuck> before) {
    if (before.isEmpty()) {
      return;
    }
    for (var stuck : before) {
      if (isLate()) {
        goesOn = false;
        break;
      }
      place.stuck().stream().filter(stuck::isSame).findFirst().ifPresent(this::retry);
    }
    place = place.save(reconciler.views);
  }

  /** The first of them alone first: what follows costs more, and cannot be applied before. */
  private void retry(Stuck stuck) {
    var store = reconciler.sources.eventStore(intake.source());
    try {
      LongStream.of(stuck.first(), stuck.last())
          .distinct()
          .mapToObj(version -> store.readRange(stuck.stream(), version, version))
          .flatMap(List::stream)
          .forEach(
              event -> {
                if (intake.take(event)) {
                  repaired(event);
                }
              });
      place = place.without(stuck);
    } catch (RuntimeException why) {
      var first = RecordedEvent.key(stuck.stream(), stuck.first());
      reconciler.witness.ifPresent(witness -> witness.failed(first, why));
    }
  }

  private void republish(Instant until) {
    BooleanSupplier isLate = () -> isPast(until);
    if (place.unpublished().isPresent()
        && !republishing.isRefused()
        && republishing.hasTime(isLate)) {
      var left = republishing.all(place.unpublished().get(), isLate);
      place = place.unpublished(left).save(reconciler.views);
    }
  }
}
