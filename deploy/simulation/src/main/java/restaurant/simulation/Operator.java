package restaurant.simulation;

import dev.eventfold.operations.CurrentViews;
import dev.eventfold.operations.Verifier;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
   * @param work tells what came of it; nothing where it gave up
   */
  record Job(String name, boolean isAlone, Function<Ports, Optional<Outcome>> work) {
    Job(String name, Function<Ports, Optional<Outcome>> work) {
      this(name, false, work);
    }
  }

  /** What came of it. */
  record Outcome(Optional<Inspection.Report> report) {

    static final Outcome NOTHING = new Outcome(Optional.empty());
  }

  private static final List<String> VIEWS = Deployment.VIEWS.keySet().stream().sorted().toList();

  private final Choices choices;
  private final World world;
  private final Damage damage;
  private final Inspection inspection;
  private final Optional<Rebuilding> rebuilding;
  private Optional<Job> current = Optional.empty();
  private Instant begun = Instant.MAX;
  private boolean isBusy;
  private boolean goesOn = true;
  private int restsUntil;

  /**
   * @param rebuilding empty for one who never rebuilds
   */
  Operator(
      Choices choices,
      World world,
      Damage damage,
      Inspection inspection,
      Optional<Rebuilding> rebuilding) {
    this.choices = choices;
    this.world = world;
    this.damage = damage;
    this.inspection = inspection;
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
    begun = world.now();
    return current.get();
  }

  void over(Optional<Outcome> outcome, int step) {
    isBusy = false;
    restsUntil = step + choices.below(longestRest());
    outcome.ifPresent(
        it -> {
          it.report().ifPresent(report -> inspection.check(report, begun));
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

  /** With no more faults, a rebuild comes to its end. */
  void mustBeFinished() {
    if (!unfinished().isEmpty()) {
      throw new Violation.Found("a rebuild comes to an end", unfinished().toString());
    }
  }

  /** Verifies every view, and repairs it. */
  static List<Job> last() {
    return VIEWS.stream().map(Operator::verify).toList();
  }

  /**
   * Looks at what came of it when nothing else was under way.
   *
   * @param wasWell whether nothing can have been wrong
   */
  void mustBeWell(Optional<Outcome> outcome, boolean wasWell) {
    var report = outcome.flatMap(Outcome::report).orElseThrow();
    inspection.check(report, begun);
    if (!report.left().isEmpty() || wasWell && !report.found().isEmpty()) {
      throw new Violation.Found("in the end, all is well", report.toString());
    }
  }

  private static Job verify(String view) {
    return new Job("verify --repair " + view, backend -> unlessRefused(() -> repaired(view, backend)));
  }

  private static Outcome repaired(String view, Ports backend) {
    var current = CurrentViews.place(backend.queryStore(), view).current();
    var verifier = verifier(view, current, backend);
    var found = verifier.verify(n -> {});
    var late = backend.clock().instant().minus(GRACE);
    var moment = backend.lastSnapshot();
    var left = verifier.repair(found, n -> {});
    return new Outcome(Optional.of(new Inspection.Report(current, moment, late, found, left)));
  }

  private static Verifier verifier(String view, String collection, Ports backend) {
    var feeds = Deployment.VIEWS.get(view).stream().<Feed<?, ?>>map(it -> it.into(collection));
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
                  backend.eventHistory(service).streams("", "", bus::publish);
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
