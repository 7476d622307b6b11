package restaurant.menu;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.StoredSnapshots;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.commands.CommandAccess;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The menu service: its one composition root. */
public final class Menu {

  static final String SERVICE = "menu";

  private static final String PATH = "/menu/items";

  static final Feed<MenuItemEvent, MenuItemView> FROM_MENU =
      new Feed<>(
          MenuItemView.VIEW,
          SERVICE,
          MenuItemEvent.TYPES,
          new MenuItemView.FromMenu(),
          Checkpoint.IN_DOCUMENT);

  static final Feed<OrderEvent, MenuItemView> FROM_ORDERS =
      new Feed<>(
          MenuItemView.VIEW,
          "orders",
          OrderEvent.TYPES,
          new MenuItemView.FromOrders(),
          Checkpoint.PER_STREAM);

  private static final Resource<MenuItemEvent, MenuItemView> ITEMS =
      new Resource<>(
          PATH,
          FROM_MENU,
          MenuItemView::shown,
          MenuItemView::item,
          List.of(Filter.equal("active", Kind.TRUE_OR_FALSE)),
          List.of("price", "description", "timesOrdered"),
          Optional.empty(),
          Readers.ALL,
          MenuItemView::timesOrdered);

  /** What feeds the views of this service. */
  public static final List<Feed<?, ?>> FEEDS = List.of(FROM_MENU, FROM_ORDERS);

  private Menu() {}

  static HttpFunction commands(Backend backend) {
    var handler =
        new CommandHandler<>(
            SERVICE,
            new MenuItem(),
            MenuItemEvent.TYPES,
            backend.eventStore(SERVICE),
            event -> List.of(),
            new StoredSnapshots<MenuItem.State>(
                backend.queryStore(),
                SERVICE,
                1,
                Map.of(
                    "active",
                    MenuItem.State.Active.class,
                    "inactive",
                    MenuItem.State.Inactive.class)),
            backend.clock(),
            backend.backoff());
    return new HttpCommands<>(
        SERVICE,
        PATH,
        MenuItemCommand.TYPES,
        CommandAccess.staff(),
        (id, command) -> command,
        handler);
  }

  static CloudEventsFunction publisher(Backend backend) {
    return new EventTriggerPublisher(backend.eventStore(SERVICE), backend.eventBus(SERVICE));
  }

  static HttpFunction itemsListener(Backend backend) {
    return new HttpProjector(FROM_MENU, backend);
  }

  static HttpFunction timesOrderedListener(Backend backend) {
    return new HttpProjector(FROM_ORDERS, backend);
  }

  static HttpFunction queries(Backend backend) {
    return new HttpQueries<>(SERVICE, ITEMS, backend.eventStore(SERVICE), backend.currentViews());
  }

  static HttpFunction reconciler(Backend backend) {
    return new HttpReconciler(SERVICE, FEEDS, backend);
  }
}
