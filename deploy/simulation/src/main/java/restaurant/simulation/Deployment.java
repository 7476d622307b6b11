package restaurant.simulation;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import dev.eventfold.gcp.Backend;
import dev.eventfold.projections.Feed;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import restaurant.audit.Audit;
import restaurant.audit.AuditListener;
import restaurant.customers.Customers;
import restaurant.menu.Menu;
import restaurant.orders.Orders;

/**
 * The functions of the system, each made as its entry point makes it; where there is a next
 * version, that one too.
 */
final class Deployment {

  /** Takes commands of a service. */
  record Commands(
      String service, Function<Backend, HttpFunction> make, Function<Backend, HttpFunction> next) {
    Commands(String service, Function<Backend, HttpFunction> make) {
      this(service, make, make);
    }
  }

  /** Publishes the events of a service. */
  record Publisher(String service, Function<Backend, CloudEventsFunction> make) {}

  /**
   * Is pushed the events of a service.
   *
   * @param subscription its name
   */
  record Subscriber(
      String subscription,
      String topic,
      Function<Backend, HttpFunction> make,
      Function<Backend, HttpFunction> next) {
    Subscriber(String subscription, String topic, Function<Backend, HttpFunction> make) {
      this(subscription, topic, make, make);
    }
  }

  static final List<Commands> COMMANDS =
      List.of(
          new Commands("menu", restaurant.menu.Commands::new, NextMenu::commands),
          new Commands("customers", restaurant.customers.Commands::new),
          new Commands("orders", restaurant.orders.Commands::new));

  /** Answers questions about the views of a service. */
  record Queries(
      String service, Function<Backend, HttpFunction> make, Function<Backend, HttpFunction> next) {
    Queries(String service, Function<Backend, HttpFunction> make) {
      this(service, make, make);
    }
  }

  static final List<Queries> QUERIES =
      List.of(
          new Queries("menu", restaurant.menu.Queries::new, NextMenu::queries),
          new Queries("customers", restaurant.customers.Queries::new),
          new Queries("orders", restaurant.orders.Queries::new),
          new Queries("audit", restaurant.audit.Queries::new));

  static final List<Publisher> PUBLISHERS =
      List.of(
          new Publisher("menu", restaurant.menu.EventPublisher::new),
          new Publisher("customers", restaurant.customers.EventPublisher::new),
          new Publisher("orders", restaurant.orders.EventPublisher::new));

  static final List<Subscriber> SUBSCRIBERS =
      List.of(
          new Subscriber(
              "menu-items",
              "menu",
              restaurant.menu.MenuItemsListener::new,
              NextMenu::itemsListener),
          new Subscriber("orders-menu-items", "menu", restaurant.orders.MenuItemsListener::new),
          new Subscriber("audit-menu", "menu", AuditListener::new),
          new Subscriber("customers", "customers", restaurant.customers.CustomersListener::new),
          new Subscriber("orders-customers", "customers", restaurant.orders.CustomersListener::new),
          new Subscriber("audit-customers", "customers", AuditListener::new),
          new Subscriber("orders", "orders", restaurant.orders.OrdersListener::new),
          new Subscriber(
              "menu-items-ordered",
              "orders",
              restaurant.menu.TimesOrderedListener::new,
              NextMenu::timesOrderedListener),
          new Subscriber("audit-orders", "orders", AuditListener::new));

  /** Mends the views of a service when the clock strikes. */
  record Reconciler(
      String service, Function<Backend, HttpFunction> make, Function<Backend, HttpFunction> next) {
    Reconciler(String service, Function<Backend, HttpFunction> make) {
      this(service, make, make);
    }
  }

  static final List<Reconciler> RECONCILERS =
      List.of(
          new Reconciler("menu", restaurant.menu.Reconciler::new, NextMenu::reconciler),
          new Reconciler("customers", restaurant.customers.Reconciler::new),
          new Reconciler("orders", restaurant.orders.Reconciler::new),
          new Reconciler("audit", restaurant.audit.Reconciler::new));

  static final List<String> SERVICES = List.of("menu", "customers", "orders");

  /** What feeds every view. */
  static final List<Feed<?, ?>> FEEDS = feeds(Menu.FEEDS);

  /** The feeds of each view, by its name. */
  static final Map<String, List<Feed<?, ?>>> VIEWS = byView(FEEDS);

  /** The same of the next version. */
  static final Map<String, List<Feed<?, ?>>> NEXT_VIEWS = byView(feeds(NextMenu.FEEDS));

  private Deployment() {}

  private static List<Feed<?, ?>> feeds(List<Feed<?, ?>> menu) {
    return Stream.of(menu, Customers.FEEDS, Orders.FEEDS, Audit.feeds())
        .flatMap(List::stream)
        .toList();
  }

  private static Map<String, List<Feed<?, ?>>> byView(List<Feed<?, ?>> feeds) {
    return feeds.stream().collect(Collectors.groupingBy(feed -> feed.view().collection()));
  }

  /** What a feed gets its events by. */
  static String subscription(Feed<?, ?> feed) {
    var view = feed.view().collection();
    return SUBSCRIBERS.stream()
        .filter(it -> it.topic().equals(feed.source()) && it.subscription().startsWith(view))
        .map(Subscriber::subscription)
        .findFirst()
        .orElseThrow();
  }
}
