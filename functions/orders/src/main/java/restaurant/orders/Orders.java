package restaurant.orders;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.commands.CommandPolicy;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.processes.CommandOn;
import dev.eventfold.processes.Deadline;
import dev.eventfold.processes.Process;
import dev.eventfold.processes.Reaction;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import restaurant.orders.EnrichedOrderCommand.GiveUp;
import restaurant.orders.OrderEvent.OrderOpened;

/** The orders service: what guests ask for, checked against copies of the menu and of customers. */
public final class Orders {

  static final Aggregate<EnrichedOrderCommand, OrderEvent, OrderState> ORDER =
      Aggregate.of(new Order(), OrderEvent.TYPES)
          .snapshots(
              3,
              Map.of(
                  "notOpened", OrderState.NotOpened.class,
                  "open", OrderState.Open.class,
                  "placed", OrderState.Placed.class,
                  "confirmed", OrderState.Confirmed.class,
                  "canceled", OrderState.Canceled.class));

  static final Process<EnrichedOrderCommand, OrderEvent> PROCESS =
      Process.<EnrichedOrderCommand, OrderEvent>of(ORDER)
          .waking(new Deadline<>("place", Orders::mustBePlaced, new GiveUp()))
          .reacting(new Reaction<>("pay", "payments", PaymentEvent.TYPES, Orders::ofPayment));

  static final Feed<OrderEvent, OrderView> FROM_ORDERS =
      Feed.of(OrderView.VIEW, "orders", OrderEvent.TYPES, new FromOrders());

  private static final Resource<OrderEvent, OrderView> ORDERS =
      Resource.at("/orders", FROM_ORDERS)
          .filter("customerId", Kind.TEXT)
          .filter("status", Kind.TEXT)
          .orderedBy("openedAt", "total")
          .byDefault("-openedAt")
          .readBy(Readers.owner("customerId"))
          .build();

  public static final Service SERVICE =
      Service.named("orders")
          .decides(ORDER, OrderCommand.TYPES, Orders::policy)
          .runs(PROCESS)
          .fedBy(FROM_ORDERS, KnownMenuItem.FROM_MENU, KnownCustomer.FROM_CUSTOMERS)
          .answers(ORDERS)
          .runAs(OrdersFunction.class, OrdersPublisher.class);

  private Orders() {}

  private static Optional<Instant> mustBePlaced(TypedEvent<OrderEvent> event) {
    return event.event() instanceof OrderOpened opened
        ? Optional.of(event.envelope().timestamp().plus(opened.timeToPlace()))
        : Optional.empty();
  }

  /** How long an order that is opened from now on may stay open. */
  private static Duration timeToPlace() {
    return Settings.duration("TIME_TO_PLACE", Duration.ofMinutes(30), Duration.ofSeconds(1));
  }

  /** Payments are named as their orders. */
  private static Optional<CommandOn<EnrichedOrderCommand>> ofPayment(
      TypedEvent<PaymentEvent> payment) {
    return Optional.of(CommandOn.existing(payment.stream(), payment.event().command()));
  }

  private static CommandPolicy<OrderCommand, EnrichedOrderCommand> policy(Backend backend) {
    var enricher =
        new OrderCommandEnricher(backend::eventStore, backend.currentViews(), timeToPlace());
    return new CommandPolicy<>(new OrderAccess(enricher::customerIdOf), enricher);
  }
}
