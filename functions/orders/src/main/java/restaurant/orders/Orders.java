package restaurant.orders;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import restaurant.eventsourcing.Backoff;
import restaurant.eventsourcing.Checkpoint;
import restaurant.eventsourcing.CommandHandler;
import restaurant.eventsourcing.EventStore;
import restaurant.eventsourcing.EventTypes;
import restaurant.eventsourcing.Listener;
import restaurant.eventsourcing.Projection;
import restaurant.eventsourcing.QueryStore;
import restaurant.eventsourcing.StoredSnapshots;
import restaurant.eventsourcing.View;
import restaurant.google.Backend;
import restaurant.google.http.EventPublisherFunction;
import restaurant.google.http.HttpCommands;
import restaurant.google.http.HttpListener;
import restaurant.google.http.HttpQueries;
import restaurant.google.http.Resource;
import restaurant.google.http.Resource.Filter;
import restaurant.google.http.Resource.History;
import restaurant.google.http.Resource.Kind;
import restaurant.orders.CustomerCopy.CustomerEvent;
import restaurant.orders.MenuCopy.MenuEvent;

/** The orders service: its one composition root. */
final class Orders {

  static final String SERVICE = "orders";

  private static final String PATH = "/orders";

  private static final Resource<OrderEvent, OrderView> ORDERS =
      new Resource<>(
          PATH,
          OrderView.VIEW,
          Optional::of,
          Optional.of(new History<>(OrderEvent.TYPES, new FromOrders())),
          List.of(Filter.equal("customerId", Kind.TEXT), Filter.equal("status", Kind.TEXT)),
          List.of("openedAt", "total"),
          Optional.of("-openedAt"),
          order -> 0);

  static final Map<String, Class<? extends OrderState>> STATES =
      Map.of(
          "notOpened", OrderState.NotOpened.class,
          "open", OrderState.Open.class,
          "placed", OrderState.Placed.class,
          "canceled", OrderState.Canceled.class);

  private Orders() {}

  static HttpFunction commands(Backend backend) {
    var events = backend.eventStore(SERVICE);
    var views = backend.queryStore();
    return new HttpCommands<>(
        SERVICE,
        PATH,
        OrderRequest.TYPES,
        new LookUp(events, views)::complete,
        handler(events, views));
  }

  static CommandHandler<OrderCommand, OrderEvent, OrderState> handler(
      EventStore events, QueryStore views) {
    return new CommandHandler<>(
        SERVICE,
        new Order(),
        OrderEvent.TYPES,
        events,
        event -> List.of(),
        new StoredSnapshots<>(views, SERVICE, 1, STATES),
        InstantSource.system(),
        Backoff.jitter(Duration.ofMillis(10)));
  }

  static CloudEventsFunction publisher(Backend backend) {
    return new EventPublisherFunction(backend.eventStore(SERVICE), backend.eventBus(SERVICE));
  }

  static HttpFunction ordersListener(Backend backend) {
    return new HttpListener(
        listener(OrderView.VIEW, OrderEvent.TYPES, new FromOrders(), SERVICE, backend)::on);
  }

  static HttpFunction menuItemsListener(Backend backend) {
    return new HttpListener(
        listener(MenuCopy.VIEW, MenuEvent.TYPES, new MenuCopy(), "menu", backend)::on);
  }

  static HttpFunction customersListener(Backend backend) {
    return new HttpListener(
        listener(
                CustomerCopy.VIEW,
                CustomerEvent.TYPES,
                new CustomerCopy.FromCustomers(),
                "customers",
                backend)
            ::on);
  }

  private static <E, V> Listener<E, V> listener(
      View<V> view,
      EventTypes<E> types,
      Projection<E, V> projection,
      String service,
      Backend backend) {
    return new Listener<>(
        view,
        types,
        projection,
        Checkpoint.IN_DOCUMENT,
        backend.eventStore(service),
        backend.queryStore(),
        Backoff.jitter(Duration.ofMillis(10)));
  }

  static HttpFunction queries(Backend backend) {
    return new HttpQueries<>(SERVICE, ORDERS, backend.eventStore(SERVICE), backend.queryStore());
  }
}
