package dev.eventfold.simulation;

import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.choices.Violation;
import dev.eventfold.simulation.operators.Inspection;
import dev.eventfold.simulation.operators.Operator;
import dev.eventfold.simulation.operators.Rebuilding;
import dev.eventfold.simulation.schedule.Rollout;
import dev.eventfold.simulation.views.Damage;
import dev.eventfold.simulation.world.World;

/**
 * What an operator does when nothing else is under way any more: brings rebuilds to their ends, has
 * damage repaired, and sees that all is well then.
 */
final class Aftermath {

  private static final int LAST_DAMAGE = 3;

  private final Simulation simulation;
  private final World world;
  private final FaultRates rates;
  private final Rollout rollout;
  private final Rebuilding rebuilding;
  private final Damage damage;
  private final Inspection inspection;

  Aftermath(
      Simulation simulation,
      World world,
      FaultRates rates,
      Rollout rollout,
      Rebuilding rebuilding,
      Damage damage,
      Inspection inspection) {
    this.simulation = simulation;
    this.world = world;
    this.rates = rates;
    this.rollout = rollout;
    this.rebuilding = rebuilding;
    this.damage = damage;
    this.inspection = inspection;
  }

  void run() {
    for (int i = 0; i < LAST_DAMAGE; i++) {
      damage.perhaps();
    }
    rates.calm();
    world.advance(ReconcilerCalls.LATER);
    rebuilding.unfinished().forEach(this::finish);
    if (rollout.hasBegun()) {
      // What the old release has written, tools of the next one can't judge, and never finish.
      for (var view : world.system().changingViews()) {
        finish(rebuilding.drop(view));
        finish(rebuilding.rebuild(view));
      }
    }
    world.turnedAway().stream().map(rebuilding::drop).forEach(this::finish);
    if (!rebuilding.unfinished().isEmpty()) {
      throw new Violation.Found("a rebuild comes to an end", rebuilding.unfinished().toString());
    }
    boolean wasWell = !simulation.hasLosses();
    verify(wasWell);
    if (!wasWell) {
      verify(true);
    }
  }

  private void finish(Operator.Job job) {
    simulation.operate(job, outcome -> {});
    simulation.untilQuiet();
  }

  private void verify(boolean wasWell) {
    var begun = world.now();
    for (var job : Operator.last(world.system())) {
      simulation.operate(
          job,
          outcome ->
              inspection.checkTheLast(
                  outcome.flatMap(Operator.Outcome::report).orElseThrow(), begun, wasWell));
    }
    simulation.untilQuiet();
  }
}
