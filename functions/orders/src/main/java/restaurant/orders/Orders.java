package restaurant.orders;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.StoredSnapshots;
import dev.eventfold.concurrent.Backoff;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.commands.HttpCommands;
import dev.eventfold.gcp.delivery.EventTriggerPublisher;
import dev.eventfold.gcp.delivery.HttpProjector;
import dev.eventfold.gcp.delivery.HttpReconciler;
import dev.eventfold.gcp.queries.HttpQueries;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Filter;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import restaurant.orders.CustomerCopy.CustomerEvent;
import restaurant.orders.MenuCopy.MenuEvent;

/** The orders service: its one composition root. */
public final class Orders {

  static final String SERVICE = "orders";

  private static final String PATH = "/orders";

  static final Map<String, Class<? extends OrderState>> STATES =
      Map.of(
          "notOpened", OrderState.NotOpened.class,
          "open", OrderState.Open.class,
          "placed", OrderState.Placed.class,
          "canceled", OrderState.Canceled.class);

  private static final Feed<OrderEvent, OrderView> ORDERS_FEED =
      new Feed<>(
          OrderView.VIEW, SERVICE, OrderEvent.TYPES, new FromOrders(), Checkpoint.IN_DOCUMENT);

  private static final Resource<OrderEvent, OrderView> ORDERS =
      new Resource<>(
          PATH,
          ORDERS_FEED,
          Optional::of,
          Optional::of,
          List.of(Filter.equal("customerId", Kind.TEXT), Filter.equal("status", Kind.TEXT)),
          List.of("openedAt", "total"),
          Optional.of("-openedAt"),
          Readers.OWNER,
          order -> 0);

  static final Feed<MenuEvent, OrderCommand.Dish> MENU_FEED =
      new Feed<>(MenuCopy.VIEW, "menu", MenuEvent.TYPES, new MenuCopy(), Checkpoint.IN_DOCUMENT);

  static final Feed<CustomerEvent, CustomerCopy> CUSTOMERS_FEED =
      new Feed<>(
          CustomerCopy.VIEW,
          "customers",
          CustomerEvent.TYPES,
          new CustomerCopy.FromCustomers(),
          Checkpoint.IN_DOCUMENT);

  /** What feeds the views of this service. */
  public static final List<Feed<?, ?>> FEEDS = List.of(ORDERS_FEED, MENU_FEED, CUSTOMERS_FEED);

  private Orders() {}

  static HttpFunction commands(Backend backend) {
    var lookUp = new LookUp(backend::eventStore, backend.currentViews());
    return new HttpCommands<>(
        SERVICE,
        PATH,
        OrderRequest.TYPES,
        new OwnOrders(lookUp::customerIdOf),
        lookUp::complete,
        handler(
            backend.eventStore(SERVICE), backend.queryStore(), backend.clock(), backend.backoff()));
  }

  static CommandHandler<OrderCommand, OrderEvent, OrderState> handler(
      EventStore events, QueryStore views, InstantSource clock, Backoff backoff) {
    return new CommandHandler<>(
        SERVICE,
        new Order(),
        OrderEvent.TYPES,
        events,
        event -> List.of(),
        new StoredSnapshots<>(views, SERVICE, 1, STATES),
        clock,
        backoff);
  }

  static CloudEventsFunction publisher(Backend backend) {
    return new EventTriggerPublisher(backend.eventStore(SERVICE), backend.eventBus(SERVICE));
  }

  static HttpFunction ordersListener(Backend backend) {
    return new HttpProjector(ORDERS_FEED, backend);
  }

  static HttpFunction menuItemsListener(Backend backend) {
    return new HttpProjector(MENU_FEED, backend);
  }

  static HttpFunction customersListener(Backend backend) {
    return new HttpProjector(CUSTOMERS_FEED, backend);
  }

  static HttpFunction queries(Backend backend) {
    return new HttpQueries<>(SERVICE, ORDERS, backend.eventStore(SERVICE), backend.currentViews());
  }

  static HttpFunction reconciler(Backend backend) {
    return new HttpReconciler(SERVICE, FEEDS, backend);
  }
}
