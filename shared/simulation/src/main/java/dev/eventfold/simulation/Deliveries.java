package dev.eventfold.simulation;

import com.google.cloud.functions.CloudEventsFunction;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.Fault;
import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.choices.Trace;
import dev.eventfold.simulation.choices.Violation;
import dev.eventfold.simulation.schedule.Scheduler;
import dev.eventfold.simulation.world.Message;
import dev.eventfold.simulation.world.Response;
import dev.eventfold.simulation.world.World;
import dev.eventfold.store.TransientFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What platforms owe functions: triggers of the event stores, and messages of the bus. */
final class Deliveries implements World.Hearer {

  private final World world;
  private final Functions functions;
  private final Scheduler scheduler;
  private final Choices choices;
  private final FaultRates rates;
  private final Counters counters;
  private final Trace trace;
  private final List<Delivery> pending = new ArrayList<>();
  private final Map<String, Long> delivered = new HashMap<>();
  private int now;

  Deliveries(
      World world,
      Functions functions,
      Scheduler scheduler,
      Choices choices,
      FaultRates rates,
      Counters counters,
      Trace trace) {
    this.world = world;
    this.functions = functions;
    this.scheduler = scheduler;
    this.choices = choices;
    this.rates = rates;
    this.counters = counters;
    this.trace = trace;
  }

  /**
   * @param step of the run that it is now
   */
  void tick(int step) {
    now = step;
  }

  int size() {
    return pending.size();
  }

  /** Those that may come now. */
  List<Delivery> due() {
    return pending.stream().filter(delivery -> delivery.due() <= now).toList();
  }

  /** Lets all come now; false where there are none. */
  boolean hurry() {
    pending.replaceAll(delivery -> delivery.later(0));
    return !pending.isEmpty();
  }

  @Override
  public void created(RecordedEvent event) {
    counters.add(Counters.Count.EVENTS);
    trace.name(event.stream(), () -> event.service() + world.journal().of(event.service()).size());
    enqueue(new Delivery(event.service(), true, event, new byte[0], 1, 0));
  }

  @Override
  public void published(String service, RecordedEvent event) {
    if (!world.isSealed(event)) {
      throw new Violation.Found("what is of persons is sent sealed", event.toString());
    }
    var push = Message.push(event);
    world
        .system()
        .subscriptions(service)
        .forEach(it -> enqueue(new Delivery(it, false, event, push, 1, 0)));
  }

  private void enqueue(Delivery delivery) {
    if (choices.chance(rates.rate(Fault.LOST_FOR_GOOD))) {
      counters.add(Fault.LOST_FOR_GOOD);
      trace.add(() -> "  %s for %s is lost for good".formatted(delivery, delivery.to()));
      return;
    }
    pending.add(delivery);
    if (choices.chance(rates.rate(Fault.DUPLICATE))) {
      counters.add(Fault.DUPLICATE);
      trace.add(() -> "  %s for %s will come twice".formatted(delivery, delivery.to()));
      pending.add(delivery);
    }
  }

  void deliver(Delivery delivery) {
    // By identity: a duplicate is equal.
    for (int i = 0; i < pending.size(); i++) {
      if (pending.get(i) == delivery) {
        pending.remove(i);
        break;
      }
    }
    switch (choices.oneOf(rates.rate(Fault.DELAY), rates.rate(Fault.DROP_AND_RETRY))) {
      case 1 -> {
        counters.add(Fault.DELAY);
        pending.add(delivery.later(now + 10 + choices.below(100)));
      }
      case 2 -> {
        counters.add(Fault.DROP_AND_RETRY);
        pending.add(delivery.again(now + 5));
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
    var instance = functions.publisher(delivery.to());
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
    var instance = functions.http(delivery.to());
    var request = Message.request(delivery.event(), delivery.push(), world.endpoint(delivery.to()));
    trace.add(() -> "message %s → %s".formatted(delivery, instance));
    scheduler.start(
        () -> "%s: %s".formatted(instance, delivery),
        instance,
        () -> Functions.call(instance.function(), request),
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
      pending.add(delivery.again(now + 1));
    }
  }
}
