package restaurant.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import restaurant.eventsourcing.Feed;
import restaurant.eventsourcing.StoreUnavailable;
import restaurant.eventsourcing.operations.Finding;
import restaurant.eventsourcing.operations.Verifier;
import restaurant.google.Backend;

/**
 * Somebody who looks after the system while it runs: verifies and repairs views, publishes events
 * again, and starts anew what ended without a word.
 */
final class Operator {

  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final int JOBS_ON = 600;
  private static final int LAST_DAMAGE = 3;
  private static final int LONGEST_REST = 300;

  /**
   * Something to do.
   *
   * @param work tells what was wrong and what could not be mended; nothing where it gave up
   */
  record Job(String name, Function<Backend, Optional<Outcome>> work) {}

  /** What came of it. */
  record Outcome(List<Finding> found, Map<Finding, String> left) {

    static final Outcome NOTHING = new Outcome(List.of(), Map.of());
  }

  private static final Map<String, List<Feed<?, ?>>> VIEWS =
      Deployment.FEEDS.stream().collect(Collectors.groupingBy(feed -> feed.view().collection()));

  private final Choices choices;
  private final Tally tally;
  private final Damage damage;
  private Optional<Job> current = Optional.empty();
  private boolean isBusy;
  private boolean goesOn = true;
  private int restsUntil;

  Operator(Choices choices, Tally tally, Damage damage) {
    this.choices = choices;
    this.tally = tally;
    this.damage = damage;
    this.restsUntil = choices.below(LONGEST_REST);
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
      goesOn = choices.chance(JOBS_ON);
    }
    isBusy = true;
    return current.get();
  }

  void over(Optional<Outcome> outcome, int step) {
    isBusy = false;
    restsUntil = step + choices.below(LONGEST_REST);
    outcome.ifPresent(
        it -> {
          it.found().forEach(this::mustBeSo);
          current = Optional.empty();
        });
  }

  private Job job() {
    var views = new ArrayList<>(VIEWS.keySet().stream().sorted().toList());
    int chosen = choices.below(views.size() + 1);
    return chosen < views.size()
        ? verify(views.get(chosen))
        : replay(Deployment.SERVICES.get(choices.below(Deployment.SERVICES.size())));
  }

  private void mustBeSo(Finding finding) {
    tally.add(Tally.Count.FINDINGS);
    boolean isLate =
        finding.kind() == Finding.Kind.BEHIND || finding.kind() == Finding.Kind.MISSING;
    if (damage.isDone() || isLate && damage.mayBeLate()) {
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

  /** Verifies every view when nothing is under way, and repairs it: then all must be well. */
  static List<Job> last() {
    return VIEWS.keySet().stream()
        .sorted()
        .map(
            view ->
                new Job(
                    "verify " + view,
                    backend -> {
                      var first = repaired(view, backend);
                      var second = verifier(view, backend).verify(n -> {});
                      return Optional.of(new Outcome(second, first.left()));
                    }))
        .toList();
  }

  static void mustBeWell(Optional<Outcome> outcome) {
    var last = outcome.orElseThrow();
    if (!last.found().isEmpty() || !last.left().isEmpty()) {
      throw new Violation.Found("what was damaged is mended", last.toString());
    }
  }

  private static Job verify(String view) {
    return new Job(
        "verify --repair " + view, backend -> unlessRefused(() -> repaired(view, backend)));
  }

  private static Outcome repaired(String view, Backend backend) {
    var verifier = verifier(view, backend);
    var found = verifier.verify(n -> {});
    return new Outcome(found, verifier.repair(found, n -> {}));
  }

  private static Verifier verifier(String view, Backend backend) {
    return new Verifier(
        VIEWS.get(view), backend, backend.queryStore(), backend.clock(), GRACE, backend.backoff());
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
    } catch (StoreUnavailable refused) {
      return Optional.empty();
    }
  }
}
