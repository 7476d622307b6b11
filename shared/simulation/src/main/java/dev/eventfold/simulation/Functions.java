package dev.eventfold.simulation;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.Fault;
import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.operators.Tool;
import dev.eventfold.simulation.schedule.Fleet;
import dev.eventfold.simulation.schedule.Instance;
import dev.eventfold.simulation.schedule.Rollout;
import dev.eventfold.simulation.schedule.Scheduler;
import dev.eventfold.simulation.world.FaultyBackend;
import dev.eventfold.simulation.world.Request;
import dev.eventfold.simulation.world.Response;
import dev.eventfold.simulation.world.SystemUnderTest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The functions of a system, each with its instances: what a platform runs. */
final class Functions {

  private final SystemUnderTest system;
  private final Choices choices;
  private final FaultRates rates;
  private final Counters counters;
  private final Scheduler scheduler;
  private final Rollout rollout;
  private final Map<String, Fleet<HttpFunction>> http = new LinkedHashMap<>();
  private final Map<String, Fleet<CloudEventsFunction>> publishers = new HashMap<>();

  Functions(
      SystemUnderTest system,
      Choices choices,
      FaultRates rates,
      Counters counters,
      Scheduler scheduler,
      Rollout rollout) {
    this.system = system;
    this.choices = choices;
    this.rates = rates;
    this.counters = counters;
    this.scheduler = scheduler;
    this.rollout = rollout;
    for (var kind : FunctionKind.values()) {
      system.functions(kind).forEach(it -> add(kind, it));
    }
  }

  private void add(FunctionKind kind, FunctionSpec function) {
    if (kind == FunctionKind.PUBLISHER) {
      publishers.put(function.service(), publishers(function));
    } else {
      http.put(function.name(), fleet(function));
    }
  }

  private Fleet<HttpFunction> fleet(FunctionSpec function) {
    Function<Backend, HttpFunction> make =
        backend -> system.service(function, false).http(function.name(), backend);
    Function<Backend, HttpFunction> next =
        backend -> system.service(function, true).http(function.name(), backend);
    return new Fleet<>(
        function.name(), make, system.hasNext(function.service()) ? next : make, rollout::isNext);
  }

  /** Whatever is stored, they hand it on: no release has another one. */
  private Fleet<CloudEventsFunction> publishers(FunctionSpec function) {
    Function<Backend, CloudEventsFunction> make =
        backend -> system.service(function, false).publisher(backend);
    return new Fleet<>(function.name(), make, make, rollout::isNext);
  }

  /** An instance of an HTTP function, of whatever release: one that runs, or a new one. */
  Instance<HttpFunction> http(String function) {
    return instance(http.get(function));
  }

  /** The same of a service's publisher. */
  Instance<CloudEventsFunction> publisher(String service) {
    return instance(publishers.get(service));
  }

  /** A process of a tool, of its own each time. */
  Instance<Tool> tool(String name) {
    return instance(
        new Fleet<>(name, it -> tool(it, false), it -> tool(it, true), rollout::isNext));
  }

  private Tool tool(Backend backend, boolean isNext) {
    return new Tool(system, (FaultyBackend) backend, isNext);
  }

  private <F> Instance<F> instance(Fleet<F> fleet) {
    int index = choices.below(rates.instances());
    boolean restart = choices.chance(rates.rate(Fault.RESTART));
    if (restart) {
      counters.add(Fault.RESTART);
    }
    return fleet.instance(index, restart, scheduler::ports);
  }

  /** Those that a rollout replaces. */
  Collection<Fleet<HttpFunction>> fleets() {
    return http.values();
  }

  /**
   * Has an instance of an HTTP function called as the cloud's clock calls it.
   *
   * @param heed gets the answer, if there is one
   */
  void callByClock(String function, Consumer<Optional<Response>> heed) {
    var instance = http(function);
    var clock = new Request("/", Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
    scheduler.start(instance::toString, instance, () -> call(instance.function(), clock), heed);
  }

  /** What a function answers to a request. */
  static Response call(HttpFunction function, Request request) {
    var response = new Response();
    try {
      function.service(request, response);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return response;
  }
}
