package restaurant.customers;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import restaurant.eventsourcing.Backoff;
import restaurant.eventsourcing.Checkpoint;
import restaurant.eventsourcing.CommandHandler;
import restaurant.eventsourcing.EventStore;
import restaurant.eventsourcing.Feed;
import restaurant.eventsourcing.Query.Operator;
import restaurant.eventsourcing.QueryStore;
import restaurant.eventsourcing.StoredSnapshots;
import restaurant.google.Backend;
import restaurant.google.http.EventPublisherFunction;
import restaurant.google.http.HttpCommands;
import restaurant.google.http.HttpListener;
import restaurant.google.http.HttpQueries;
import restaurant.google.http.HttpReconciler;
import restaurant.google.http.Resource;
import restaurant.google.http.Resource.Filter;
import restaurant.google.http.Resource.Kind;
import restaurant.google.http.Resource.Readers;

/** The customers service: its one composition root. */
public final class Customers {

  static final String SERVICE = "customers";

  private static final String PATH = "/customers";

  static final Map<String, Class<? extends Customer.State>> STATES =
      Map.of(
          "unknown", Customer.State.Unknown.class,
          "signedUp", Customer.State.SignedUp.class);

  private static final Feed<CustomerEvent, CustomerView> FEED =
      new Feed<>(
          CustomerView.VIEW,
          SERVICE,
          CustomerEvent.TYPES,
          new CustomerView.FromCustomers(),
          Checkpoint.IN_DOCUMENT);

  private static final Resource<CustomerEvent, CustomerView> CUSTOMERS =
      new Resource<>(
          PATH,
          FEED,
          Optional::of,
          Optional::of,
          List.of(new Filter("email", "email", Operator.EQUAL, Kind.TEXT_IN_ANY_CASE)),
          List.of("name", "email"),
          Optional.empty(),
          Readers.SELF,
          customer -> 0);

  /** What feeds the views of this service. */
  public static final List<Feed<?, ?>> FEEDS = List.of(FEED);

  private Customers() {}

  static HttpFunction commands(Backend backend) {
    return new HttpCommands<>(
        SERVICE,
        PATH,
        CustomerCommand.TYPES,
        new OwnRecord(),
        (id, command) -> command,
        handler(
            backend.eventStore(SERVICE), backend.queryStore(), backend.clock(), backend.backoff()));
  }

  static CommandHandler<CustomerCommand, CustomerEvent, Customer.State> handler(
      EventStore events, QueryStore views, InstantSource clock, Backoff backoff) {
    return new CommandHandler<>(
        SERVICE,
        new Customer(),
        CustomerEvent.TYPES,
        events,
        Email::claim,
        new StoredSnapshots<>(views, SERVICE, 1, STATES),
        clock,
        backoff);
  }

  static CloudEventsFunction publisher(Backend backend) {
    return new EventPublisherFunction(backend.eventStore(SERVICE), backend.eventBus(SERVICE));
  }

  static HttpFunction customersListener(Backend backend) {
    return new HttpListener(FEED, backend);
  }

  static HttpFunction queries(Backend backend) {
    return new HttpQueries<>(
        SERVICE, CUSTOMERS, backend.eventStore(SERVICE), backend.currentViews());
  }

  static HttpFunction reconciler(Backend backend) {
    return new HttpReconciler(SERVICE, FEEDS, backend);
  }
}
