package restaurant.simulation;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandRequest;
import dev.eventfold.commands.Conflict;
import dev.eventfold.commands.Rejection;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.Effects;
import dev.eventfold.processes.Outcome;
import dev.eventfold.processes.ProcessManager;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.TransientFailure;
import dev.eventfold.store.VersionConflict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import restaurant.kernel.Money;
import restaurant.orders.EnrichedOrderCommand;
import restaurant.orders.EnrichedOrderCommand.AddItemToOrder;
import restaurant.orders.EnrichedOrderCommand.OpenOrder;
import restaurant.orders.EnrichedOrderCommand.PlaceOrder;
import restaurant.orders.KnownMenuItem;
import restaurant.orders.Orders;
import restaurant.payments.Payments;
import restaurant.simulation.Weather.Fault;

/**
 * One order and its payment, in memory: the real processes, in bad {@link Weather}. The order is
 * placed within a millisecond of its deadline, and the bank answers within a millisecond of its
 * own.
 */
final class Evening {

  static final Duration TIME_TO_PLACE = Duration.ofMinutes(30);
  static final Duration TIME_TO_PAY = Duration.ofMinutes(15);

  private static final Topology SYSTEM = Topology.of(Orders.SERVICE, Payments.SERVICE);
  private static final Query EVERYTHING = Query.first(1_000);
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LATER = Duration.ofHours(2);
  private static final Set<Claim.State> OPEN =
      EnumSet.complementOf(EnumSet.of(Claim.State.SETTLED));
  private static final String OPERATOR = "operator:ada";
  private static final int MOST_ROUNDS = 200;
  private static final int WORST = 8;
  private static final int REPLAYED_ONE_IN = 4;

  private final Weather weather;
  private final Till till;
  private final EveningPorts ports;
  private final String order;

  private Evening(long seed) {
    this.weather = new Weather(new Random(seed), START);
    this.till = new Till(weather, 5 * weather.below(WORST));
    this.ports = new EveningPorts(weather, till);
    this.order = Ids.aggregate(Ids.command("orders", "guest", "" + seed));
  }

  /**
   * From the opening of the order until nothing waits for a time any more.
   *
   * @param seed makes one evening different from another
   */
  static Evening of(long seed) {
    var evening = new Evening(seed);
    evening.open();
    evening.tellAll();
    evening.weather.faults(evening.weather.below(WORST));
    evening.near(START.plus(TIME_TO_PLACE));
    evening.race(evening::place, () -> evening.tick(Orders.SERVICE));
    evening.tell();
    var requested = evening.events("payments").stream().findFirst();
    if (requested.isPresent()) {
      evening.near(requested.get().timestamp().plus(TIME_TO_PAY));
      evening.race(evening::tell, evening::tickOrDecide);
      evening.race(evening::tell, evening::tickOrDecide);
      evening.race(() -> evening.tick(Payments.SERVICE), evening::tell);
      evening.weather.pass(Claim.LEASE.plusMinutes(1));
      evening.race(() -> evening.tick(Payments.SERVICE), evening::tickOrDecide);
    }
    evening.weather.faults(0);
    if (evening.till.isMute()) {
      evening.waitForDays();
    }
    evening.till.calm();
    evening.settle();
    if (evening.weather.below(REPLAYED_ONE_IN) == 0) {
      evening.replay();
    }
    return evening;
  }

  /** A millisecond before it, at it, or after it. */
  private void near(Instant deadline) {
    weather.now(deadline.plusMillis(weather.below(3) - 1));
  }

  /** Either may be stopped by the other, and who ticks may do so twice. */
  private void race(Runnable one, Runnable other) {
    switch (weather.below(4)) {
      case 0 -> weather.race(one, other);
      case 1 -> weather.race(other, one);
      case 2 -> weather.race(one, other, other);
      default -> {
        weather.race(other, one, other);
        weather.pass(Duration.ofMillis(1));
      }
    }
  }

  private void tellAll() {
    for (int told = 0; told < MOST_ROUNDS && !ports.untold().isEmpty(); told++) {
      tell();
    }
  }

  /** Longer than a bank knows what it was asked; then somebody looks at what nobody knows. */
  private void waitForDays() {
    for (int round = 0; round < 18; round++) {
      tellAll();
      weather.pass(LATER);
      tick(Payments.SERVICE);
    }
    till.calm();
    tried(this::decide);
  }

  private void settle() {
    tellAll();
    for (int round = 0; round < 4; round++) {
      weather.pass(LATER);
      SYSTEM.services().forEach(this::tick);
      tellAll();
    }
  }

  /** Everybody is told of everything again, when all that is kept for a while has expired. */
  private void replay() {
    weather.pass(Claim.KEPT.plus(LATER));
    ports.expire();
    ports.untold().addAll(ports.all());
    settle();
  }

  List<RecordedEvent> events(String service) {
    return ports.all().stream().filter(event -> event.service().equals(service)).toList();
  }

  /** The bank's own book. */
  Till till() {
    return till;
  }

  /** What went wrong. */
  Set<Fault> struck() {
    return weather.struck();
  }

  /** How many claims say that nobody knows. */
  long doubts() {
    return ports.views().page("payments-effects", EVERYTHING).stream()
        .filter(it -> it.body().orElseThrow().path("state").asText().equals("UNKNOWN"))
        .count();
  }

  private static void tried(Runnable work) {
    try {
      work.run();
    } catch (Weather.Crash
        | TransientFailure
        | Rejection
        | Conflict
        | QueryStore.ConcurrentWrite
        | VersionConflict nobodyHears) {
      // Whoever waits asks again.
    }
  }

  private void open() {
    command("open", new OpenOrder("guest", true, TIME_TO_PLACE), true);
    var pizza = new KnownMenuItem("Pizza", Money.of(BigDecimal.TEN), true);
    command("add", new AddItemToOrder("pizza", 1, Optional.of(pizza)), false);
  }

  private void place() {
    command("place", new PlaceOrder(), false);
  }

  @SuppressWarnings("unchecked")
  private void command(String key, EnrichedOrderCommand command, boolean creates) {
    var aggregate =
        (Aggregate<EnrichedOrderCommand, ?, ?>)
            (Aggregate<?, ?, ?>) Orders.SERVICE.aggregate().orElseThrow();
    var id = Ids.command("orders", "guest", key, order);
    var metadata = new Metadata(id, "", "evening", id, "", "guest");
    tried(
        () ->
            CommandHandler.of("orders", aggregate, ports.instance().eventStore("orders"))
                .clock(weather.clock())
                .retries(RetryPolicy.RACES.with(attempt -> {}))
                .handle(
                    new CommandRequest<>(
                        order, creates, OptionalLong.empty(), false, command, metadata)));
  }

  private ProcessManager<?, ?> manager(Service service) {
    return service.manager(ports.instance()).orElseThrow();
  }

  private void tick(Service service) {
    tried(() -> manager(service).tick(weather.now().plus(LATER)));
  }

  /** Or both. */
  private void tickOrDecide() {
    int who = weather.below(3);
    if (who < 2) {
      tick(Payments.SERVICE);
    }
    if (who > 0) {
      // What they know of the bank is of this moment.
      weather.alone(() -> tried(this::decide));
    }
  }

  /** Somebody looks at what is not settled, asks the bank, and has it done or gives it up. */
  private void decide() {
    var effects = manager(Payments.SERVICE).effects();
    for (var state : OPEN) {
      for (var claim : effects.claims(state, "")) {
        try {
          decide(effects, claim);
        } catch (IllegalArgumentException | IllegalStateException another) {
          // It is settled, or being asked.
        }
      }
    }
  }

  /** Nobody gives up what a guest has to get back. */
  private static boolean isOwed(Claim claim) {
    return claim.content().effect().equals("refund");
  }

  private void decide(Effects<?, ?> effects, Claim claim) {
    if (till.hasDone(claim.content().effect(), claim.id())) {
      effects.settle(claim.id(), new Outcome.Done(Json.parse("{}")), OPERATOR);
    } else if (isOwed(claim) || weather.below(2) == 0) {
      // Or nobody would know any more that it was not asked.
      if (!claim.isBeingAsked(weather.now())) {
        effects.retry(claim.id());
      }
    } else {
      effects.settle(claim.id(), new Outcome.Refused("Not done."), OPERATOR);
    }
  }

  /** Tells everybody of everything, in any order; who does not take it is told again later. */
  private void tell() {
    var due = new ArrayList<>(ports.untold());
    ports.untold().clear();
    Collections.shuffle(due, weather.random());
    for (var event : due) {
      for (var service : SYSTEM.services()) {
        taken(event, () -> manager(service).on(event));
        service.process().orElseThrow().pending(service.name()).ifPresent(feed -> set(feed, event));
      }
    }
  }

  private void set(Feed<?, ?> feed, RecordedEvent event) {
    if (feed.source().equals(event.service())) {
      var instance = ports.instance();
      taken(
          event,
          () ->
              feed.projector(
                      instance.eventStore(feed.source()),
                      instance.queryStore(),
                      attempt -> {},
                      instance.clock())
                  .on(event));
    }
  }

  private void taken(RecordedEvent event, Runnable take) {
    try {
      take.run();
    } catch (Weather.Crash | TransientFailure | QueryStore.ConcurrentWrite | Conflict notTaken) {
      ports.untold().add(event);
    }
  }
}
