package dev.eventfold.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.Write;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.Effect;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.choices.Violation;
import dev.eventfold.simulation.schedule.Scheduler;
import dev.eventfold.simulation.world.Response;
import dev.eventfold.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clock that calls timers: in the midst of everything, most often within a millisecond of what
 * comes due next, and in the end until nothing waits for a time any more.
 */
final class TimerCalls {

  private static final Query EVERYTHING = Query.first(10_000);

  /** More than a doubt is left alone. */
  private static final Duration A_LOOK = Duration.ofMinutes(61);

  /** Whatever is lost on the way, what has not come to an end by then never will. */
  private static final int MOST_ROUNDS = 1_000;

  private final Simulation simulation;
  private final Functions functions;
  private final Scheduler scheduler;
  private final FaultRates rates;
  private final Choices choices;
  private final World world;
  private final Counters counters;
  private final List<FunctionSpec> all;

  TimerCalls(
      Simulation simulation,
      Functions functions,
      Scheduler scheduler,
      FaultRates rates,
      Choices choices,
      World world,
      Counters counters) {
    this.simulation = simulation;
    this.functions = functions;
    this.scheduler = scheduler;
    this.rates = rates;
    this.choices = choices;
    this.world = world;
    this.counters = counters;
    this.all = world.system().functions(FunctionKind.TIMER).toList();
  }

  /** Perhaps lets time pass until something comes due, or nearly so, and calls a timer then. */
  boolean strike() {
    if (all.isEmpty() || !choices.chance(rates.ticks())) {
      return false;
    }
    var next = next();
    if (next.isPresent() && next.get().isAfter(world.now()) && choices.chance(500)) {
      // A millisecond before it, at it, or after it.
      var until = next.get().plusMillis(choices.below(3) - 1);
      var time = Duration.between(world.now(), until);
      if (rates.isTimely()) {
        scheduler.pass(time, this::callOne);
        return true;
      }
      world.advance(time);
    }
    callOne();
    return true;
  }

  private void callOne() {
    call(all.get(choices.below(all.size())));
  }

  /** Lets time pass until nothing waits for it. */
  void run() {
    for (int round = 0; !all.isEmpty() && next().isPresent(); round++) {
      if (round == MOST_ROUNDS) {
        throw new Violation.Found("what waits for a time comes to an end", "%s".formatted(next()));
      }
      // So late that it is late for a clock that is behind.
      var late = next().get().plus(Scheduler.WORST_SKEW).plusMillis(1);
      if (late.isAfter(world.now())) {
        world.advance(Duration.between(world.now(), late));
      }
      all.forEach(this::call);
      simulation.untilQuiet();
    }
  }

  /**
   * Has every doubt looked at once more, when nothing fails any more. Of what a provider does once
   * for each key, a person has found out that it still knows them.
   */
  void lookAtDoubts() {
    all.forEach(timer -> stillKnown(timer.service()));
    if (all.stream()
        .flatMap(it -> documents(it.service() + "-effects"))
        .anyMatch(TimerCalls::isUnknown)) {
      world.advance(A_LOOK.plus(Scheduler.WORST_SKEW).plus(Scheduler.WORST_SKEW));
      all.forEach(this::call);
      simulation.untilQuiet();
    }
  }

  private void stillKnown(String service) {
    for (var effect : world.system().processes().get(service).effects()) {
      if (!effect.mode().equals(Effect.Mode.AT_MOST_ONCE)) {
        documents(service + "-effects")
            .filter(TimerCalls::isUnknown)
            .filter(it -> it.body().orElseThrow().path("effect").asText().equals(effect.name()))
            .forEach(it -> isAskedAgain(service + "-effects", it.content()));
      }
    }
  }

  private void isAskedAgain(String collection, Document.Content claim) {
    ObjectNode body = claim.body().orElseThrow().deepCopy();
    body.put("state", Claim.State.ASKING.name()).put("askedSince", world.now().toString());
    var again = new Document.Content(claim.id(), claim.version(), Optional.of(body), claim.index());
    world.views().commit(List.of(new Write(collection, again, new Write.Precondition.None())));
    world.advance(A_LOOK.plus(Scheduler.WORST_SKEW));
    all.forEach(this::call);
    simulation.untilQuiet();
  }

  private void call(FunctionSpec timer) {
    counters.add(Counters.Count.TICKS);
    functions.callByClock(timer.name(), answer -> answer.ifPresent(this::heed));
  }

  private void heed(Response answer) {
    if (answer.status() == 503) {
      return;
    }
    if (answer.status() != 200) {
      throw new Violation.Found("no function fails unexpectedly", "timer: " + answer.body());
    }
    var said = Json.parse(answer.body());
    counters.add(Counters.Count.DUE, said.path("due").asInt());
    counters.add(Counters.Count.ASKED, said.path("asked").asInt());
  }

  /** When something is due, or was. */
  private Optional<Instant> next() {
    return all.stream()
        .flatMap(
            timer ->
                Stream.concat(
                    documents(timer.service() + "-deadlines")
                        .flatMap(it -> time(it, Document.Content.DUE)),
                    leases(timer.service() + "-effects")))
        .min(Instant::compareTo);
  }

  /** Doubts are looked at again for ever: nothing comes of that, as a rule. */
  private Stream<Instant> leases(String collection) {
    return documents(collection)
        .filter(it -> !isUnknown(it))
        .flatMap(it -> time(it, Claim.LEASED_UNTIL));
  }

  private Stream<Document> documents(String collection) {
    return world.views().page(collection, EVERYTHING).stream();
  }

  private static boolean isUnknown(Document claim) {
    return claim.body().orElseThrow().path("state").asText().equals(Claim.State.UNKNOWN.name());
  }

  private static Stream<Instant> time(Document document, String field) {
    return Stream.ofNullable((Instant) document.content().index().get(field));
  }
}
