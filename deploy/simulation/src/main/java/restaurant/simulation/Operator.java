package restaurant.simulation;

import dev.eventfold.operations.CurrentViews;
import dev.eventfold.operations.Finding;
import dev.eventfold.operations.Verifier;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Somebody who looks after the system while it runs: verifies and repairs views, publishes events
 * again, rebuilds views, and starts anew what ended without a word.
 */
final class Operator {

  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final int JOBS_ON = 600;
  private static final int JOBS_ON_REBUILDING = 850;
  private static final int REBUILDS = 700;
  private static final int LAST_DAMAGE = 3;
  private static final int LONGEST_REST = 300;
  private static final int LONGEST_REST_REBUILDING = 20;

  /**
   * Something to do.
   *
   * @param isAlone whether nobody does another job while it runs, however long it is frozen
   * @param work tells what was wrong and what could not be mended; nothing where it gave up
   */
  record Job(String name, boolean isAlone, Function<Ports, Optional<Outcome>> work) {
    Job(String name, Function<Ports, Optional<Outcome>> work) {
      this(name, false, work);
    }
  }

  /** What came of it. */
  record Outcome(List<Finding> found, Map<Finding, String> left) {

    static final Outcome NOTHING = new Outcome(List.of(), Map.of());
  }

  private static final List<String> VIEWS = Deployment.VIEWS.keySet().stream().sorted().toList();

  private final Choices choices;
  private final Tally tally;
  private final Damage damage;
  private final Optional<Rebuilding> rebuilding;
  private Optional<Job> current = Optional.empty();
  private boolean isBusy;
  private boolean goesOn = true;
  private int restsUntil;

  /**
   * @param rebuilding empty for one who never rebuilds
   */
  Operator(Choices choices, Tally tally, Damage damage, Optional<Rebuilding> rebuilding) {
    this.choices = choices;
    this.tally = tally;
    this.damage = damage;
    this.rebuilding = rebuilding;
    this.restsUntil = choices.below(longestRest());
  }

  private int longestRest() {
    return rebuilding.isPresent() ? LONGEST_REST_REBUILDING : LONGEST_REST;
  }

  boolean isReady(int step) {
    return !isBusy && restsUntil <= step && (current.isPresent() || goesOn);
  }

  /** Whether there will be something to do later. */
  boolean rests(int step) {
    return !isBusy && restsUntil > step && isReady(restsUntil);
  }

  void wake() {
    restsUntil = 0;
  }

  Job next() {
    if (current.isEmpty()) {
      damage.perhaps();
      current = Optional.of(job());
      goesOn = choices.chance(rebuilding.isPresent() ? JOBS_ON_REBUILDING : JOBS_ON);
    }
    isBusy = true;
    return current.get();
  }

  void over(Optional<Outcome> outcome, int step) {
    isBusy = false;
    restsUntil = step + choices.below(longestRest());
    outcome.ifPresent(
        it -> {
          it.found().forEach(this::mustBeSo);
          current = Optional.empty();
        });
  }

  private Job job() {
    if (rebuilding.isPresent() && choices.chance(REBUILDS)) {
      return rebuilding.get().job();
    }
    int chosen = choices.below(VIEWS.size() + 1);
    return chosen < VIEWS.size()
        ? verify(VIEWS.get(chosen))
        : replay(Deployment.SERVICES.get(choices.below(Deployment.SERVICES.size())));
  }

  private void mustBeSo(Finding finding) {
    tally.add(Tally.Count.FINDINGS);
    boolean isLate =
        finding.kind() == Finding.Kind.BEHIND || finding.kind() == Finding.Kind.MISSING;
    if (damage.isDone() || isLate && (damage.mayBeLate() || rebuilding.isPresent())) {
      return;
    }
    throw new Violation.Found("verify finds what is wrong alone", finding.toString());
  }

  /** When nothing is under way, whatever is damaged is there for {@link #last} alone to mend. */
  void lastDamage() {
    for (int i = 0; i < LAST_DAMAGE; i++) {
      damage.perhaps();
    }
  }

  /** What still has to come to an end when nothing is under way. */
  List<Job> unfinished() {
    return rebuilding.map(Rebuilding::unfinished).orElse(List.of());
  }

  /** With no more faults, a rebuild comes to its end unless somebody has damaged it. */
  void mustBeFinished() {
    if (!unfinished().isEmpty() && !damage.isDone()) {
      throw new Violation.Found("a rebuild comes to an end", unfinished().toString());
    }
  }

  /**
   * Verifies every view when nothing is under way, and repairs it: then all must be well.
   *
   * @param allWasDelivered whether it must have been well before
   */
  static List<Job> last(boolean allWasDelivered) {
    return VIEWS.stream()
        .map(
            view ->
                new Job(
                    "verify " + view,
                    backend -> {
                      var first = repaired(view, backend);
                      var second = verifier(view, backend).verify(n -> {});
                      var found = allWasDelivered ? first.found() : second;
                      return Optional.of(new Outcome(found, first.left()));
                    }))
        .toList();
  }

  static void mustBeWell(Optional<Outcome> outcome) {
    var last = outcome.orElseThrow();
    if (!last.found().isEmpty() || !last.left().isEmpty()) {
      throw new Violation.Found("in the end, all is well", last.toString());
    }
  }

  private static Job verify(String view) {
    return new Job(
        "verify --repair " + view, backend -> unlessRefused(() -> repaired(view, backend)));
  }

  private static Outcome repaired(String view, Ports backend) {
    var verifier = verifier(view, backend);
    var found = verifier.verify(n -> {});
    return new Outcome(found, verifier.repair(found, n -> {}));
  }

  /** Where readers are, or will be in a moment. */
  private static Verifier verifier(String view, Ports backend) {
    var current = CurrentViews.place(backend.queryStore(), view).current();
    var feeds = Deployment.VIEWS.get(view).stream().<Feed<?, ?>>map(it -> it.into(current));
    return new Verifier(
        feeds.toList(), backend, backend.queryStore(), backend.clock(), GRACE, backend.backoff());
  }

  private static Job replay(String service) {
    return new Job(
        "replay " + service,
        backend ->
            unlessRefused(
                () -> {
                  var bus = backend.eventBus(service);
                  backend
                      .eventHistory(service)
                      .streams("", "", slot -> bus.publish(slot.event()));
                  return Outcome.NOTHING;
                }));
  }

  private static Optional<Outcome> unlessRefused(Supplier<Outcome> work) {
    try {
      return Optional.of(work.get());
    } catch (TransientFailure refused) {
      return Optional.empty();
    }
  }
}
