package restaurant.local.operations;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.events.EventTypes;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.delivery.HttpProjector;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import restaurant.menu.MenuItemEvent;
import restaurant.menu.MenuItemEvent.MenuItemAdded;
import restaurant.menu.MenuItemEvent.MenuItemModified;
import restaurant.menu.MenuItemEvent.MenuItemRemoved;
import restaurant.menu.MenuItemView;

/** The next version of the menu's projector: it knows schema 2 of a type. */
public final class FixedMenuItemsProjector implements HttpFunction {

  private static final EventTypes<MenuItemEvent> TYPES =
      EventTypes.<MenuItemEvent>own()
          .add("menuItemAdded", MenuItemAdded.class)
          .add("menuItemModified", 2, MenuItemModified.class)
          .upcast("menuItemModified", 1, old -> old)
          .add("menuItemRemoved", MenuItemRemoved.class);

  private final HttpFunction http =
      new HttpProjector(
          new Feed<>(
              MenuItemView.VIEW,
              "menu",
              TYPES,
              new MenuItemView.FromMenu(),
              Checkpoint.IN_DOCUMENT),
          Backend.current());

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
