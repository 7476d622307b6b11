package restaurant.simulator;

import java.time.Duration;
import restaurant.eventsourcing.operations.Reconciler;

/**
 * What looks after the system when deliveries were lost for good: the reconciler, on every feed.
 */
final class Mending {

  private static final Duration LONG_ENOUGH = Reconciler.GRACE.plusMinutes(1);

  private final Simulation simulation;
  private final World world;
  private final Scheduler scheduler;
  private final Tally tally;

  Mending(Simulation simulation, World world, Scheduler scheduler, Tally tally) {
    this.simulation = simulation;
    this.world = world;
    this.scheduler = scheduler;
    this.tally = tally;
  }

  void run() {
    world.advance(LONG_ENOUGH);
    for (var feed : Deployment.FEEDS) {
      var instance = new Instance<Object>("reconciler");
      var ports = simulation.ports(instance);
      var reconciler =
          new Reconciler(
              feed,
              ports,
              ports.queryStore(),
              event -> ports.eventBus(event.service()).publish(event),
              ports.clock(),
              ports.backoff());
      scheduler.start(
          () -> "reconciler: %s from %s".formatted(feed.view().collection(), feed.source()),
          instance,
          reconciler::run,
          report -> check(report.orElseThrow()));
    }
    simulation.untilQuiet();
  }

  private void check(Reconciler.Report report) {
    report.mended().forEach(event -> tally.add(Tally.Count.RECONCILED));
    if (!report.mended().isEmpty() && !simulation.hasLosses()) {
      throw new Violation.Found("what was delivered needs no mending", "mended " + report.mended());
    }
  }
}
