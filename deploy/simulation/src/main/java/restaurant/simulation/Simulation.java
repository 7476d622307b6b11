package restaurant.simulation;

import static dev.eventfold.gcp.service.FunctionKind.COMMANDS;
import static dev.eventfold.gcp.service.FunctionKind.PROJECTOR;
import static dev.eventfold.gcp.service.FunctionKind.PUBLISHER;
import static dev.eventfold.gcp.service.FunctionKind.QUERIES;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.store.TransientFailure;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** One run of the whole system: the same choices make the same run. */
final class Simulation implements World.Hearer {

  private static final int STORM = 2_000;
  private static final int TOO_LONG = 50_000;
  private static final int TOO_MANY = 20_000;
  private static final int AT_ONCE = 8;

  private final Choices choices;
  private final Trace trace;
  private final Counters counters = new Counters();
  private final FaultRates rates;
  private final Rollout rollout;
  private final Scheduler scheduler;
  private final World world = new World(this);
  private final DamagedDocuments damaged = new DamagedDocuments(world);
  private final ReconcilerCalls reconcilers;
  private final Map<String, Fleet<HttpFunction>> http = new HashMap<>();

  /** All that may have another version. */
  private final List<Fleet<HttpFunction>> fleets;

  private final Map<String, Fleet<CloudEventsFunction>> publishers = new HashMap<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final List<Reader> readers = new ArrayList<>();
  private final List<Operator> operators = new ArrayList<>();
  private final Aftermath aftermath;
  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<String, Long> delivered = new HashMap<>();
  private int step;

  Simulation(Choices choices, Deque<Coroutine> coroutines, boolean traced) {
    this.choices = choices;
    this.trace = new Trace(traced);
    this.rates = new FaultRates(choices);
    this.rollout = new Rollout(choices, rates, counters);
    this.scheduler = new Scheduler(coroutines, choices, rates, trace, counters, world);
    this.reconcilers =
        new ReconcilerCalls(this, scheduler, rates, choices, world, counters, damaged);
    for (var kind : List.of(COMMANDS, PROJECTOR, QUERIES)) {
      SystemUnderTest.functions(kind).forEach(it -> http.put(it.name(), fleet(it)));
    }
    SystemUnderTest.functions(PUBLISHER)
        .forEach(it -> publishers.put(it.service(), publishers(it)));
    this.fleets = Stream.concat(http.values().stream(), reconcilers.fleets().stream()).toList();
    var known = new Client.Known();
    if (choices.chance(rates.rate(Fault.LONG_STREAM))) {
      begin(Past.of(choices), known);
    }
    int number = 1 + choices.below(3);
    for (int i = 1; i <= number; i++) {
      clients.add(new Client("client" + i, choices, rates, counters, world.journal(), known));
    }
    var observations = new Observations(damaged, rates.mayGoBack());
    for (int i = 1; i <= rates.readers(); i++) {
      var caller = new Caller("reader" + i, !choices.chance(200));
      readers.add(new Reader(caller, choices, world, known, observations, rates));
    }
    var damage = new Damage(world, choices, rates, counters, trace, damaged);
    var inspection = new Inspection(world, counters, damaged);
    var rebuilding = new Rebuilding(world, choices, counters);
    for (int i = 1; i <= rates.operators(); i++) {
      operators.add(
          new Operator(choices, world, damage, inspection, rebuilding, rates.hasRebuilds()));
    }
    this.aftermath = new Aftermath(this, world, rates, rollout, rebuilding, damage, inspection);
  }

  private void begin(Past past, Client.Known known) {
    counters.add(Fault.LONG_STREAM);
    world.begin(past);
    known.learn(past.service(), past.stream(), past.last().version());
    trace.add(() -> "there are %d events from before".formatted(past.events().size()));
  }

  /** Its instances, of whatever version. */
  Fleet<HttpFunction> fleet(FunctionSpec function) {
    Function<Backend, HttpFunction> make = backend -> SystemUnderTest.http(function, backend);
    return fleet(
        function.name(),
        make,
        SystemUnderTest.hasNext(function)
            ? backend -> SystemUnderTest.next(function, backend)
            : make);
  }

  private Fleet<CloudEventsFunction> publishers(FunctionSpec function) {
    Function<Backend, CloudEventsFunction> make =
        backend -> SystemUnderTest.publisher(function, backend);
    return fleet(function.name(), make, make);
  }

  private <F> Fleet<F> fleet(String name, Function<Backend, F> make, Function<Backend, F> next) {
    return new Fleet<>(name, make, next, rollout::isNext);
  }

  /** Runs until nothing is left to do, and looks at what is there then. */
  Optional<Violation> run() {
    try {
      var invariants = new Invariants(world, attempts, damaged);
      untilQuiet();
      // Where nothing was lost, it must find nothing; now and then we look.
      if (hasLosses() || choices.chance(100)) {
        reconcilers.run();
      }
      if (!operators.isEmpty()) {
        // Or the last repair would hide what an earlier one has done.
        damaged.heal();
        invariants.views();
        aftermath.run();
      }
      rates.calm();
      invariants.check(isAllDelivered());
      new Probe(this, world).run();
      return Optional.empty();
    } catch (Violation.Found found) {
      return Optional.of(found.violation());
    } finally {
      scheduler.end();
    }
  }

  void untilQuiet() {
    while (next() || rollout.end(fleets)) {
      step++;
      world.advance(java.time.Duration.ofMillis(1));
      rollout.step(fleets);
      if (step == STORM) {
        rates.calm();
        rollout.end(fleets);
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
    if (choices.chance(rates.strikes())) {
      reconcilers.strike();
      return true;
    }
    var due = deliveries.stream().filter(delivery -> delivery.due() <= step).toList();
    var ready = clients.stream().filter(Client::isReady).toList();
    var curious = readers.stream().filter(reader -> reader.isReady(step)).toList();
    var idle = operators.stream().filter(it -> it.isReady(step)).toList();
    boolean isFull = scheduler.paused() >= AT_ONCE;
    int paused = scheduler.paused();
    int all = paused + (isFull ? 0 : due.size() + ready.size() + curious.size() + idle.size());
    if (all == 0 && scheduler.hurry()) {
      return true;
    }
    if (all == 0) {
      // All that is left comes later: so now is later.
      deliveries.replaceAll(delivery -> delivery.later(0));
      boolean willLook = readers.stream().anyMatch(reader -> reader.rests(step));
      boolean willWork = operators.stream().anyMatch(it -> it.rests(step));
      readers.forEach(Reader::wake);
      operators.forEach(Operator::wake);
      return willLook || willWork || !deliveries.isEmpty();
    }
    int chosen = choices.below(all);
    if (chosen < paused) {
      scheduler.resume(chosen);
    } else if (chosen < paused + due.size()) {
      deliver(due.get(chosen - paused));
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

  private void send(Intent intent, Client client) {
    int before = intent.aggregateId().map(world.journal()::length).orElse(0);
    var attempt = new Attempt(intent, step, before);
    attempts.add(attempt);
    var instance = instance(http.get(intent.service() + "-commands"));
    trace.add(() -> "%s  → %s".formatted(intent, instance));
    scheduler.start(
        () -> "%s: %s".formatted(instance, intent.id()),
        instance,
        () -> call(instance.function(), intent.request()),
        answer -> {
          answer.ifPresent(
              response -> {
                int after = intent.aggregateId().map(world.journal()::length).orElse(0);
                attempt.answered(response, step, after);
              });
          note(attempt);
          client.over(attempt);
        });
  }

  private void look(Reader reader) {
    var look = reader.next();
    var request = look.begin();
    var instance = instance(http.get(look.service() + "-queries"));
    trace.add(() -> "%s → %s".formatted(look, instance));
    scheduler.start(
        () -> "%s: %s".formatted(instance, look),
        instance,
        () -> call(instance.function(), request).by(instance),
        answer -> {
          answer.ifPresent(response -> note(look, response));
          reader.over(answer, step);
        });
  }

  /** A tool is a process of its own each time. */
  void operate(Operator.Job job, Consumer<Optional<Operator.Outcome>> whenOver) {
    counters.add(Counters.Count.JOBS);
    var tool = instance(fleet(job.name(), it -> tool(it, false), it -> tool(it, true)));
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

  private static Tool tool(Backend backend, boolean isNext) {
    return new Tool((FaultyBackend) backend, isNext);
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

  <F> Instance<F> instance(Fleet<F> fleet) {
    int index = choices.below(rates.instances());
    boolean restart = choices.chance(rates.rate(Fault.RESTART));
    if (restart) {
      counters.add(Fault.RESTART);
    }
    return fleet.instance(index, restart, scheduler::ports);
  }

  /** Sends a command and waits for nobody else. */
  Attempt ask(Intent intent) {
    var client =
        new Client("nobody", choices, rates, counters, world.journal(), new Client.Known());
    send(intent, client);
    untilQuiet();
    return attempts.getLast();
  }

  static Response call(HttpFunction function, Request request) {
    var response = new Response();
    try {
      function.service(request, response);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return response;
  }

  @Override
  public void created(RecordedEvent event) {
    counters.add(Counters.Count.EVENTS);
    trace.name(event.stream(), () -> event.service() + world.journal().of(event.service()).size());
    enqueue(new Delivery(event.service(), true, event, new byte[0], 1, 0));
  }

  @Override
  public void published(String topic, RecordedEvent event) {
    var push = Message.push(event);
    SystemUnderTest.functions(PROJECTOR)
        .filter(it -> it.topic().equals(Optional.of(topic + "-events")))
        .forEach(it -> enqueue(new Delivery(it.name(), false, event, push, 1, 0)));
  }

  private void enqueue(Delivery delivery) {
    if (choices.chance(rates.rate(Fault.LOST_FOR_GOOD))) {
      counters.add(Fault.LOST_FOR_GOOD);
      trace.add(() -> "  %s for %s is lost for good".formatted(delivery, delivery.to()));
      return;
    }
    deliveries.add(delivery);
    if (choices.chance(rates.rate(Fault.DUPLICATE))) {
      counters.add(Fault.DUPLICATE);
      trace.add(() -> "  %s for %s will come twice".formatted(delivery, delivery.to()));
      deliveries.add(delivery);
    }
  }

  private void deliver(Delivery delivery) {
    // By identity: a duplicate is equal.
    for (int i = 0; i < deliveries.size(); i++) {
      if (deliveries.get(i) == delivery) {
        deliveries.remove(i);
        break;
      }
    }
    switch (choices.oneOf(rates.rate(Fault.DELAY), rates.rate(Fault.DROP_AND_RETRY))) {
      case 1 -> {
        counters.add(Fault.DELAY);
        deliveries.add(delivery.later(step + 10 + choices.below(100)));
      }
      case 2 -> {
        counters.add(Fault.DROP_AND_RETRY);
        deliveries.add(delivery.again(step + 5));
      }
      default -> invoke(delivery);
    }
  }

  private void invoke(Delivery delivery) {
    var place = delivery.to() + " " + delivery.isTrigger() + " " + delivery.event().stream();
    if (delivered.merge(place, delivery.event().version(), Math::max) > delivery.event().version()
        && delivery.attempt() == 1) {
      counters.add(Counters.Count.REORDERED);
    }
    if (delivery.isTrigger()) {
      trigger(delivery);
    } else {
      push(delivery);
    }
  }

  private void trigger(Delivery delivery) {
    var instance = instance(publishers.get(delivery.to()));
    boolean withData = !choices.chance(rates.rate(Fault.TRIGGER_WITHOUT_DATA));
    if (!withData) {
      counters.add(Fault.TRIGGER_WITHOUT_DATA);
    }
    trace.add(() -> "trigger %s → %s".formatted(delivery, instance));
    scheduler.start(
        () -> "%s: %s".formatted(instance, delivery),
        instance,
        () -> taken(instance.function(), delivery, withData),
        taken -> settle(delivery, taken.orElse(false)));
  }

  private static boolean taken(CloudEventsFunction publisher, Delivery delivery, boolean withData) {
    try {
      publisher.accept(Message.trigger(delivery.event(), withData));
      return true;
    } catch (TransientFailure refused) {
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void push(Delivery delivery) {
    var instance = instance(http.get(delivery.to()));
    var request = Message.request(delivery.event(), delivery.push(), world.endpoint(delivery.to()));
    trace.add(() -> "message %s → %s".formatted(delivery, instance));
    scheduler.start(
        () -> "%s: %s".formatted(instance, delivery),
        instance,
        () -> call(instance.function(), request),
        answer -> {
          int status = answer.map(Response::status).orElse(503);
          if (status != 204 && status != 503) {
            throw new Violation.Found(
                "projectors take what is sent or ask for it again",
                "%s answers %d to %s".formatted(instance, status, delivery));
          }
          settle(delivery, status == 204);
        });
  }

  private void settle(Delivery delivery, boolean isTaken) {
    if (!isTaken) {
      trace.add(() -> "  %s was not taken".formatted(delivery));
      deliveries.add(delivery.again(step + 1));
    }
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
