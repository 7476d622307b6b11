package restaurant.simulator;

import com.google.cloud.functions.HttpFunction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import restaurant.eventsourcing.Json;

/**
 * The clock that calls the reconcilers, once everything that can be delivered has been. It calls
 * again where it gets no answer, or hears that something failed or is left.
 */
final class Mending {

  /** More than events are given to arrive, for a clock that is behind and an event from ahead. */
  static final Duration LATER = Scheduler.WORST_SKEW.plus(Scheduler.WORST_SKEW).plusMinutes(3);

  private final Simulation simulation;
  private final Scheduler scheduler;
  private final World world;
  private final Tally tally;

  Mending(Simulation simulation, Scheduler scheduler, World world, Tally tally) {
    this.simulation = simulation;
    this.scheduler = scheduler;
    this.world = world;
    this.tally = tally;
  }

  void run() {
    world.advance(LATER);
    for (var reconciler : Deployment.RECONCILERS) {
      call(new Fleet<>(reconciler.service() + "-reconciler", reconciler.make()));
    }
    simulation.untilQuiet();
  }

  private void call(Fleet<HttpFunction> fleet) {
    var instance = simulation.instance(fleet);
    var clock = new Request("/", Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
    scheduler.start(
        instance::toString,
        instance,
        () -> Simulation.call(instance.function(), clock),
        answer -> heed(answer, fleet));
  }

  private void heed(Optional<Response> answer, Fleet<HttpFunction> fleet) {
    int status = answer.map(Response::status).orElse(503);
    if (status == 503) {
      call(fleet);
      return;
    }
    var body = Json.parse(answer.orElseThrow().body());
    if (status != 200) {
      throw new Violation.Found("no function fails unexpectedly", "reconciler: " + body);
    }
    boolean isDone = true;
    for (var view : body.path("views")) {
      isDone &= view.path("failed").isEmpty() && !view.path("more").asBoolean();
      int mended = view.path("mended").asInt();
      for (int i = 0; i < mended; i++) {
        tally.add(Tally.Count.RECONCILED);
      }
      if (mended > 0 && !simulation.hasLosses()) {
        throw new Violation.Found("what was delivered needs no mending", view.toString());
      }
    }
    if (!isDone) {
      call(fleet);
    }
  }
}
