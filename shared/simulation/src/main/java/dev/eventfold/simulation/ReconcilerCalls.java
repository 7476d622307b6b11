package dev.eventfold.simulation;

import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.choices.Violation;
import dev.eventfold.simulation.schedule.Scheduler;
import dev.eventfold.simulation.views.DamagedDocuments;
import dev.eventfold.simulation.world.Response;
import dev.eventfold.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The clock that calls the reconcilers: in the midst of everything, and once everything that can be
 * delivered has been.
 */
final class ReconcilerCalls {

  /** More than events are given to arrive, for a clock that is behind and an event from ahead. */
  static final Duration LATER = Scheduler.WORST_SKEW.plus(Scheduler.WORST_SKEW).plusMinutes(3);

  /** More than events are given to arrive. */
  private static final Duration STRIKE = Duration.ofMinutes(3);

  /** Whatever is lost on the way, one that has not seen everything by then never will. */
  private static final int MOST_CALLS = 2_000;

  private final Simulation simulation;
  private final Functions functions;
  private final Scheduler scheduler;
  private final FaultRates rates;
  private final Choices choices;
  private final World world;
  private final Counters counters;
  private final DamagedDocuments damaged;
  private final List<String> all;

  /** How often timers were called before all of them were. */
  private long ticks;

  /** What has been seen to its end since everything was delivered. */
  private final Set<String> ended = new HashSet<>();

  ReconcilerCalls(
      Simulation simulation,
      Functions functions,
      Scheduler scheduler,
      FaultRates rates,
      Choices choices,
      World world,
      Counters counters,
      DamagedDocuments damaged) {
    this.simulation = simulation;
    this.functions = functions;
    this.scheduler = scheduler;
    this.rates = rates;
    this.choices = choices;
    this.world = world;
    this.counters = counters;
    this.damaged = damaged;
    this.all = world.system().functions(FunctionKind.RECONCILER).map(FunctionSpec::name).toList();
  }

  /**
   * One of them, while others may be at it. Where it gets no answer, the next one does its work.
   */
  void strike() {
    counters.add(Counters.Count.STRIKES);
    if (rates.isTimely()) {
      scheduler.pass(STRIKE, this::callOne);
    } else {
      world.advance(STRIKE);
      callOne();
    }
  }

  private void callOne() {
    call(all.get(choices.below(all.size())), (answer, begun) -> heed(answer, begun, false));
  }

  /**
   * All of them, until each has seen everything; so late that it is late for a clock that is
   * behind.
   */
  void run() {
    ticks = counters.of(Counters.Count.TICKS);
    ended.clear();
    world.advance(LATER);
    var left = all;
    for (int calls = 0; !left.isEmpty(); calls++) {
      if (calls == MOST_CALLS) {
        throw new Violation.Found(
            "reconcilers come to an end", "not after %d calls".formatted(MOST_CALLS));
      }
      left = notDone(left);
    }
  }

  /** Those of them that must be called again, once what they have published has arrived. */
  private List<String> notDone(List<String> some) {
    var left = new ArrayList<String>();
    for (var reconciler : some) {
      call(
          reconciler,
          (answer, begun) -> {
            if (!heed(answer, begun, true)) {
              left.add(reconciler);
            }
          });
    }
    simulation.untilQuiet();
    return left;
  }

  private void call(String reconciler, BiConsumer<Optional<Response>, Instant> heed) {
    var begun = world.now();
    functions.callByClock(reconciler, answer -> heed.accept(answer, begun));
  }

  /**
   * An earlier call may have come before a delivery, and have left something to the next one; what
   * a timer does meanwhile may not be delivered yet.
   */
  private boolean mayHaveGaps() {
    return simulation.hasLosses()
        || counters.of(Counters.Count.STRIKES) > 0
        || counters.of(Counters.Count.TICKS) > ticks;
  }

  /**
   * Looks at what one says; true if everything was seen and nothing is left to do. Not in one call:
   * few come through all of their reads in a bad run, and what one has come to the end of, the next
   * one goes on from.
   */
  private boolean heed(Optional<Response> answer, Instant begun, boolean allIsDelivered) {
    int status = answer.map(Response::status).orElse(503);
    if (status == 503) {
      return false;
    }
    var body = Json.parse(answer.orElseThrow().body());
    if (status != 200) {
      throw new Violation.Found("no function fails unexpectedly", "reconciler: " + body);
    }
    boolean isDone = true;
    for (var view : body.path("views")) {
      var name = view.path("view").asText() + " of " + view.path("source").asText();
      if (allIsDelivered && view.path("failed").isEmpty() && !view.path("more").asBoolean()) {
        ended.add(name);
      }
      isDone &= ended.contains(name);
      int repaired = view.path("repaired").asInt();
      counters.add(Counters.Count.RECONCILED, repaired);
      if (repaired > 0 && allIsDelivered && !mayHaveGaps()) {
        throw new Violation.Found("what was delivered needs no repairing", view.toString());
      }
      if (view.path("differ").asInt() > 0
          && damaged.of(view.path("view").asText(), begun).isEmpty()) {
        throw new Violation.Found("a right view is called right", view.toString());
      }
    }
    return isDone;
  }
}
