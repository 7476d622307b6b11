package dev.eventfold.operations;

import dev.eventfold.operations.ReconcilerPlace.Span;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventLog.Committed;
import dev.eventfold.store.EventLog.Slot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Publishes again, in one run of a {@link Reconciler}, what was missing. */
final class Republishing {

  /** So many refusals are no matter of the events. */
  private static final int MOST_REFUSALS = 3;

  private final Reconciler reconciler;
  private final EventLog history;
  private final BooleanSupplier isLate;
  private boolean isRefused;

  Republishing(Reconciler reconciler, EventLog history, BooleanSupplier isLate) {
    this.reconciler = reconciler;
    this.history = history;
    this.isLate = isLate;
  }

  /** Whether the topic has refused an event in this run. */
  boolean isRefused() {
    return isRefused;
  }

  /**
   * Publishes these, unless the topic has refused one in this run already: it may have taken long.
   *
   * @return whether the topic took all of them
   */
  boolean all(List<Committed> events) {
    boolean areTaken = true;
    for (var committed : events) {
      areTaken = !isRefused && publish(committed.slot()) && areTaken;
    }
    return areTaken;
  }

  /**
   * Publishes everything of a span, also what was not missing: only its ends are known.
   *
   * @return what is left of it
   */
  Optional<Span> all(Span span) {
    var left = new Left();
    history.between(
        span.from(),
        span.to().plus(1, ChronoUnit.MICROS),
        committed -> {
          if (isLate.getAsBoolean() || left.refusals == MOST_REFUSALS) {
            left.add(committed.at());
            left.add(span.to());
            return false;
          }
          if (!publish(committed.slot())) {
            left.add(committed.at());
            left.refusals++;
          }
          return true;
        });
    return left.span;
  }

  private static final class Left {
    private Optional<Span> span = Optional.empty();
    private int refusals;

    void add(Instant time) {
      span = Optional.of(span.orElseGet(() -> new Span(time, time)).with(time));
    }
  }

  /** What is no event is not published, and was told already. */
  private boolean publish(Slot slot) {
    try {
      reconciler.republish.ifPresent(publish -> slot.readable().ifPresent(publish));
      return true;
    } catch (RuntimeException why) {
      isRefused = true;
      reconciler.witness.ifPresent(witness -> witness.failed(slot.key(), why));
      return false;
    }
  }
}
