package restaurant.orders;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.commands.CommandPolicy;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.projections.Feed;
import java.util.Map;

/** The orders service: what guests ask for, checked against copies of the menu and of customers. */
public final class Orders {

  static final Aggregate<EnrichedOrderCommand, OrderEvent, OrderState> ORDER =
      Aggregate.of(new Order(), OrderEvent.TYPES)
          .snapshots(
              2,
              Map.of(
                  "notOpened", OrderState.NotOpened.class,
                  "open", OrderState.Open.class,
                  "placed", OrderState.Placed.class,
                  "canceled", OrderState.Canceled.class));

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
          .fedBy(FROM_ORDERS, KnownMenuItem.FROM_MENU, KnownCustomer.FROM_CUSTOMERS)
          .answers(ORDERS)
          .runAs(OrdersFunction.class, OrdersPublisher.class);

  private Orders() {}

  private static CommandPolicy<OrderCommand, EnrichedOrderCommand> policy(Backend backend) {
    var enricher = new OrderCommandEnricher(backend::eventStore, backend.currentViews());
    return new CommandPolicy<>(new OrderAccess(enricher::customerIdOf), enricher);
  }
}
