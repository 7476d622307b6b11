package restaurant.customers;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.StoredSnapshots;
import dev.eventfold.concurrent.Backoff;
import dev.eventfold.documents.Query.Operator;
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
    return new EventTriggerPublisher(backend.eventStore(SERVICE), backend.eventBus(SERVICE));
  }

  static HttpFunction customersListener(Backend backend) {
    return new HttpProjector(FEED, backend);
  }

  static HttpFunction queries(Backend backend) {
    return new HttpQueries<>(
        SERVICE, CUSTOMERS, backend.eventStore(SERVICE), backend.currentViews());
  }

  static HttpFunction reconciler(Backend backend) {
    return new HttpReconciler(SERVICE, FEEDS, backend);
  }
}
