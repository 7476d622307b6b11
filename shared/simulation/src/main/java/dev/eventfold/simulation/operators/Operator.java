package dev.eventfold.simulation.operators;

import dev.eventfold.gcp.Backend;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.operations.Verifier;
import dev.eventfold.projections.Feed;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.views.Damage;
import dev.eventfold.simulation.world.SystemUnderTest;
import dev.eventfold.simulation.world.World;
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
public final class Operator {

  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final int JOBS_ON = 600;
  private static final int JOBS_ON_REBUILDING = 850;
  private static final int REBUILDS = 700;
  private static final int LONGEST_REST = 300;
  private static final int LONGEST_REST_REBUILDING = 20;

  /**
   * Something to do.
   *
   * @param work tells what came of it; nothing where it gave up
   */
  public record Job(String name, Function<Tool, Optional<Outcome>> work) {}

  /** What came of it. */
  public record Outcome(Optional<Inspection.Report> report) {

    static final Outcome NOTHING = new Outcome(Optional.empty());
  }

  private final Choices choices;
  private final World world;
  private final Damage damage;
  private final Inspection inspection;
  private final Rebuilding rebuilding;
  private final boolean rebuilds;
  private Optional<Job> current = Optional.empty();
  private Instant begun = Instant.MAX;
  private boolean isBusy;
  private boolean goesOn = true;
  private int restsUntil;

  /**
   * @param rebuilds whether it rebuilds views
   */
  public Operator(
      Choices choices,
      World world,
      Damage damage,
      Inspection inspection,
      Rebuilding rebuilding,
      boolean rebuilds) {
    this.choices = choices;
    this.world = world;
    this.damage = damage;
    this.inspection = inspection;
    this.rebuilding = rebuilding;
    this.rebuilds = rebuilds;
    this.restsUntil = choices.below(longestRest());
  }

  private int longestRest() {
    return rebuilds ? LONGEST_REST_REBUILDING : LONGEST_REST;
  }

  public boolean isReady(int step) {
    return !isBusy && restsUntil <= step && (current.isPresent() || goesOn);
  }

  /** Whether there will be something to do later. */
  public boolean rests(int step) {
    return !isBusy && restsUntil > step && isReady(restsUntil);
  }

  public void wake() {
    restsUntil = 0;
  }

  public Job next() {
    if (current.isEmpty()) {
      damage.perhaps();
      current = Optional.of(job());
      goesOn = choices.chance(rebuilds ? JOBS_ON_REBUILDING : JOBS_ON);
    }
    isBusy = true;
    begun = world.now();
    return current.get();
  }

  public void over(Optional<Outcome> outcome, int step) {
    isBusy = false;
    restsUntil = step + choices.below(longestRest());
    outcome.ifPresent(
        it -> {
          it.report().ifPresent(report -> inspection.check(report, begun));
          current = Optional.empty();
        });
  }

  private Job job() {
    if (rebuilds && choices.chance(REBUILDS)) {
      return rebuilding.job();
    }
    var views = world.system().views();
    var services = world.system().writers();
    int chosen = choices.below(views.size() + 1);
    return chosen < views.size()
        ? verify(views.get(chosen))
        : replay(services.get(choices.below(services.size())));
  }

  /** Verifies every view, and repairs it. */
  public static List<Job> last(SystemUnderTest system) {
    return system.views().stream().map(Operator::verify).toList();
  }

  private static Job verify(String view) {
    return new Job("verify --repair " + view, tool -> unlessRefused(() -> repaired(view, tool)));
  }

  private static Outcome repaired(String view, Tool tool) {
    var backend = tool.backend();
    var opening = tool.opening(view);
    var current = CurrentViews.place(backend.queryStore(), view).current();
    var verifier = verifier(tool.feeds(view), current, opening);
    var found = verifier.verify(n -> {});
    var late = backend.clock().instant().minus(GRACE);
    var moment = backend.lastSnapshot();
    var left = verifier.repair(found, n -> {});
    return new Outcome(
        Optional.of(new Inspection.Report(current, moment, late, tool.isNext(), found, left)));
  }

  private static Verifier verifier(List<Feed<?, ?>> feeds, String collection, Backend backend) {
    return new Verifier(
        feeds.stream().<Feed<?, ?>>map(it -> it.into(collection)).toList(),
        backend,
        backend.queryStore(),
        backend.clock(),
        GRACE,
        backend.backoff());
  }

  private static Job replay(String service) {
    return new Job(
        "replay " + service,
        tool ->
            unlessRefused(
                () -> {
                  var bus = tool.backend().eventBus(service);
                  tool.backend()
                      .eventLog(service)
                      .readByKey("", "", slot -> bus.publish(slot.event()));
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
