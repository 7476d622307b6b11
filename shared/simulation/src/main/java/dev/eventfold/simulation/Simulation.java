package dev.eventfold.simulation;

import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.Fault;
import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.choices.Trace;
import dev.eventfold.simulation.choices.Violation;
import dev.eventfold.simulation.clients.Attempt;
import dev.eventfold.simulation.clients.Client;
import dev.eventfold.simulation.clients.Intent;
import dev.eventfold.simulation.clients.Known;
import dev.eventfold.simulation.operators.Inspection;
import dev.eventfold.simulation.operators.Operator;
import dev.eventfold.simulation.operators.Rebuilding;
import dev.eventfold.simulation.readers.Look;
import dev.eventfold.simulation.readers.LookAtOne;
import dev.eventfold.simulation.readers.Observations;
import dev.eventfold.simulation.readers.Reader;
import dev.eventfold.simulation.schedule.Coroutine;
import dev.eventfold.simulation.schedule.Rollout;
import dev.eventfold.simulation.schedule.Scheduler;
import dev.eventfold.simulation.views.Damage;
import dev.eventfold.simulation.views.DamagedDocuments;
import dev.eventfold.simulation.views.Oracle;
import dev.eventfold.simulation.world.Caller;
import dev.eventfold.simulation.world.Past;
import dev.eventfold.simulation.world.Request;
import dev.eventfold.simulation.world.Response;
import dev.eventfold.simulation.world.SystemUnderTest;
import dev.eventfold.simulation.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of the whole system: the same choices make the same run. */
final class Simulation {

  private static final int STORM = 2_000;
  private static final int TOO_LONG = 50_000;
  private static final int TOO_MANY = 20_000;
  private static final int AT_ONCE = 8;

  private final Scenario scenario;
  private final Choices choices;
  private final Trace trace;
  private final Counters counters = new Counters();
  private final FaultRates rates;
  private final Rollout rollout;
  private final World world;
  private final Scheduler scheduler;
  private final Functions functions;
  private final Deliveries deliveries;
  private final Oracle oracle;
  private final DamagedDocuments damaged;
  private final ReconcilerCalls reconcilers;
  private final TimerCalls timers;
  private final List<Client> clients = new ArrayList<>();
  private final List<Reader> readers = new ArrayList<>();
  private final List<Operator> operators = new ArrayList<>();
  private final Aftermath aftermath;
  private final List<Attempt> attempts = new ArrayList<>();
  private int step;

  Simulation(
      Scenario scenario,
      SystemUnderTest system,
      Choices choices,
      Deque<Coroutine> coroutines,
      boolean traced) {
    this.scenario = scenario;
    this.choices = choices;
    this.trace = new Trace(traced);
    this.rates = new FaultRates(choices);
    this.rollout = new Rollout(choices, rates, counters);
    this.world = new World(system, scenario.provider(), choices);
    this.scheduler = new Scheduler(coroutines, choices, rates, trace, counters, world);
    this.functions = new Functions(system, choices, rates, counters, scheduler, rollout);
    this.deliveries = new Deliveries(world, functions, scheduler, choices, rates, counters, trace);
    world.tell(deliveries);
    this.oracle = new Oracle(world, scenario.fold());
    this.damaged = new DamagedDocuments(world, oracle);
    this.reconcilers =
        new ReconcilerCalls(this, functions, scheduler, rates, choices, world, counters, damaged);
    this.timers = new TimerCalls(this, functions, scheduler, rates, choices, world, counters);
    var known = new Known();
    if (choices.chance(rates.rate(Fault.LONG_STREAM))) {
      scenario.past(choices).ifPresent(past -> begin(past, known));
    }
    int number = 1 + choices.below(3);
    for (int i = 1; i <= number; i++) {
      clients.add(client("client" + i, known));
    }
    var observations = new Observations(damaged, rates.mayGoBack());
    for (int i = 1; i <= rates.readers(); i++) {
      var caller = new Caller("reader" + i, !choices.chance(200));
      var models = scenario.readModels();
      readers.add(new Reader(caller, choices, world, known, models, observations, rates));
    }
    var damage = new Damage(world, choices, rates, counters, trace, oracle, damaged);
    var inspection = new Inspection(world, oracle, counters, damaged);
    var rebuilding = new Rebuilding(world, choices, counters);
    for (int i = 1; i <= rates.operators() && !system.views().isEmpty(); i++) {
      operators.add(
          new Operator(choices, world, damage, inspection, rebuilding, rates.hasRebuilds()));
    }
    this.aftermath = new Aftermath(this, world, rates, rollout, rebuilding, damage, inspection);
  }

  private Client client(String name, Known known) {
    return new Client(name, scenario::command, choices, rates, counters, world.journal(), known);
  }

  private void begin(Past past, Known known) {
    counters.add(Fault.LONG_STREAM);
    world.begin(past);
    known.learn(past.service(), past.stream(), past.last().version());
    trace.add(() -> "there are %d events from before".formatted(past.events().size()));
  }

  /** Runs until nothing is left to do, and looks at what is there then. */
  Optional<Violation> run() {
    try {
      var invariants = new Invariants(world, scenario, oracle, attempts, damaged);
      untilQuiet();
      settle();
      if (!operators.isEmpty()) {
        // Or the last repair would hide what an earlier one has done.
        damaged.heal();
        invariants.views();
        aftermath.run();
      }
      rates.calm();
      timers.lookAtDoubts();
      invariants.check(isAllDelivered());
      new Probe(this, world, scenario.rules()).run();
      return Optional.empty();
    } catch (Violation.Found found) {
      return Optional.of(found.violation());
    } finally {
      scheduler.end();
    }
  }

  /** Brings everything to an end that waits for a time, or was lost and must be found again. */
  private void settle() {
    int before;
    do {
      before = world.journal().size();
      // Where nothing was lost, it must find nothing; now and then we look.
      if (hasLosses() || choices.chance(100)) {
        reconcilers.run();
      }
      timers.run();
      // What follows from what was found may be lost as well.
    } while (world.journal().size() > before);
  }

  void untilQuiet() {
    while (next() || rollout.end(functions.fleets())) {
      step++;
      world.advance(Duration.ofMillis(1));
      rollout.step(functions.fleets());
      if (step == STORM) {
        rates.calm();
        rollout.end(functions.fleets());
      }
      if (step == TOO_LONG || deliveries.size() > TOO_MANY) {
        throw new Violation.Found(
            "the system comes to rest",
            "not after %d steps, with %d deliveries due".formatted(step, deliveries.size()));
      }
    }
  }

  /** Does one of the things that could happen next. */
  private boolean next() {
    scheduler.tick(step);
    deliveries.tick(step);
    if (choices.chance(rates.strikes())) {
      reconcilers.strike();
      return true;
    }
    if (timers.strike()) {
      return true;
    }
    var due = deliveries.due();
    var ready = clients.stream().filter(Client::isReady).toList();
    var curious = readers.stream().filter(reader -> reader.isReady(step)).toList();
    var idle = operators.stream().filter(it -> it.isReady(step)).toList();
    boolean isFull = scheduler.paused() >= AT_ONCE;
    int paused = scheduler.paused();
    int all = paused + (isFull ? 0 : due.size() + ready.size() + curious.size() + idle.size());
    if (all == 0) {
      return scheduler.hurry() || hurry();
    }
    int chosen = choices.below(all);
    if (chosen < paused) {
      scheduler.resume(chosen);
    } else if (chosen < paused + due.size()) {
      deliveries.deliver(due.get(chosen - paused));
    } else if (chosen < paused + due.size() + ready.size()) {
      var client = ready.get(chosen - paused - due.size());
      client.next().forEach(intent -> send(intent, client));
    } else if (chosen < all - idle.size()) {
      look(curious.get(chosen - paused - due.size() - ready.size()));
    } else {
      var operator = idle.get(chosen - (all - idle.size()));
      operate(operator.next(), outcome -> operator.over(outcome, step));
    }
    return true;
  }

  /** All that is left comes later: so now is later. False where nothing is left. */
  private boolean hurry() {
    boolean willLook = readers.stream().anyMatch(reader -> reader.rests(step));
    boolean willWork = operators.stream().anyMatch(it -> it.rests(step));
    readers.forEach(Reader::wake);
    operators.forEach(Operator::wake);
    return deliveries.hurry() || willLook || willWork;
  }

  private void send(Intent intent, Client client) {
    var attempt = new Attempt(intent, step, length(intent));
    attempts.add(attempt);
    var instance = functions.http(intent.command().service() + "-commands");
    trace.add(() -> "%s  → %s".formatted(intent, instance));
    scheduler.start(
        () -> "%s: %s".formatted(instance, intent.id()),
        instance,
        () -> Functions.call(instance.function(), intent.request()),
        answer -> {
          answer.ifPresent(response -> attempt.answered(response, step, length(intent)));
          note(attempt);
          client.over(attempt);
        });
  }

  /** How long the stream is that a command is to change; 0 for one that makes it. */
  private int length(Intent intent) {
    var command = intent.command();
    return command
        .aggregateId()
        .map(stream -> world.journal().length(command.service(), stream))
        .orElse(0);
  }

  private void look(Reader reader) {
    var look = reader.next();
    var request = look.begin();
    var instance = functions.http(look.service() + "-queries");
    trace.add(() -> "%s → %s".formatted(look, instance));
    scheduler.start(
        () -> "%s: %s".formatted(instance, look),
        instance,
        () -> Functions.call(instance.function(), request).by(instance.isNext()),
        answer -> {
          answer.ifPresent(response -> note(look, response));
          reader.over(answer, step);
        });
  }

  void operate(Operator.Job job, Consumer<Optional<Operator.Outcome>> whenOver) {
    counters.add(Counters.Count.JOBS);
    var tool = functions.tool(job.name());
    tool.takeLong();
    trace.add(() -> "%s begins".formatted(tool));
    scheduler.start(
        tool::toString,
        tool,
        () -> job.work().apply(tool.function()),
        answer -> {
          var outcome = answer.flatMap(it -> it);
          trace.add(() -> "%s: %s".formatted(tool, outcome));
          whenOver.accept(outcome);
        });
  }

  private void note(Look look, Response response) {
    counters.add(Counters.Count.LOOKS);
    if (response.status() == 304) {
      counters.add(Counters.Count.UNCHANGED);
    }
    if (!(look instanceof LookAtOne)) {
      counters.add(Counters.Count.PAGES);
    }
    trace.add(() -> "%s: %d %s".formatted(look, response.status(), response.body()));
  }

  private void note(Attempt attempt) {
    if (attempt.isAccepted()) {
      counters.add(Counters.Count.ACCEPTED);
    } else {
      counters.add(attempt.isRejected() ? Counters.Count.REJECTED : Counters.Count.UNANSWERED);
    }
    trace.add(
        () ->
            "%s is answered %s"
                .formatted(
                    attempt.intent().id(),
                    attempt.status() == 0 ? "nothing" : attempt.status() + " " + attempt.reason()));
  }

  /** Sends a command and waits for nobody else. */
  Attempt ask(Intent intent) {
    send(intent, client("nobody", new Known()));
    untilQuiet();
    return attempts.getLast();
  }

  /** What a function answers, while nobody asks for anything else. */
  Response answer(String function, Request request) {
    var answers = new ArrayList<Response>();
    var instance = functions.http(function);
    trace.add(() -> "%s → %s".formatted(request.getUri(), instance));
    scheduler.start(
        instance::toString,
        instance,
        () -> Functions.call(instance.function(), request),
        answer -> answer.ifPresent(answers::add));
    untilQuiet();
    return answers.getFirst();
  }

  /** Whether anything was lost that only a reconciler brings back. */
  boolean hasLosses() {
    return !isAllDelivered() || counters.of(Fault.DAMAGED) > 0;
  }

  private boolean isAllDelivered() {
    return counters.of(Fault.LOST_FOR_GOOD) == 0 && world.turnedAway().isEmpty();
  }

  Counters counters() {
    return counters;
  }

  List<String> trace(Violation violation) {
    var lines = new ArrayList<>(trace.lines());
    lines.add("");
    lines.add("VIOLATED: " + violation.invariant());
    lines.add("  " + trace.readable(violation.detail()));
    return lines;
  }
}
