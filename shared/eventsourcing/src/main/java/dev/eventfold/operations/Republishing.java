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
import java.util.function.Predicate;

/** Publishes again, in one run of a {@link Reconciler}, what was missing. */
final class Republishing {

  /** So many refusals are no matter of the events. */
  private static final int MOST_REFUSALS = 3;

  private final Reconciler reconciler;
  private final EventLog history;
  private final Predicate<Slot> concerns;
  private boolean isRefused;
  private int tries;

  /**
   * @param concerns whether a view could lack it
   */
  Republishing(Reconciler reconciler, EventLog history, Predicate<Slot> concerns) {
    this.reconciler = reconciler;
    this.history = history;
    this.concerns = concerns;
  }

  /** Whether the topic has refused an event in this run. */
  boolean isRefused() {
    return isRefused;
  }

  /** For one at least there is: or a slow topic would get nothing, ever. */
  boolean hasTime(BooleanSupplier isLate) {
    return tries == 0 || !isLate.getAsBoolean();
  }

  /**
   * Publishes these, as long as there is time, and unless the topic has refused one in this run
   * already: it may have taken long.
   *
   * @return whether the topic took all of them
   */
  boolean all(List<Committed> events, BooleanSupplier isLate) {
    if (reconciler.republish.isEmpty()) {
      return true;
    }
    for (var committed : events) {
      if (isRefused || !hasTime(isLate)) {
        return false;
      }
      publish(committed.slot());
    }
    return !isRefused;
  }

  /**
   * Publishes everything of a span that a view could lack, also what was not missing: only its ends
   * are known.
   *
   * @return what is left of it
   */
  Optional<Span> all(Span span, BooleanSupplier isLate) {
    var left = new Left();
    history.readByTime(
        span.from(),
        span.to().plus(1, ChronoUnit.MICROS),
        committed -> {
          // Those of one moment together: the next run begins with a moment.
          boolean mayEnd = left.passed.map(committed.at()::isAfter).orElse(true);
          if (mayEnd && !hasTime(isLate) || left.refusals == MOST_REFUSALS) {
            left.add(committed.at());
            left.add(span.to());
            return false;
          }
          if (concerns.test(committed.slot()) && !publish(committed.slot())) {
            left.add(committed.at());
            left.refusals++;
          }
          left.passed = Optional.of(committed.at());
          return true;
        });
    return left.span;
  }

  private static final class Left {
    private Optional<Span> span = Optional.empty();
    private Optional<Instant> passed = Optional.empty();
    private int refusals;

    void add(Instant time) {
      span = Optional.of(span.orElseGet(() -> new Span(time, time)).with(time));
    }
  }

  /** What is no event is not published, and was told already. */
  private boolean publish(Slot slot) {
    tries++;
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
