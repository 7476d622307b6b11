package restaurant.menu;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import java.util.Map;

/** The menu service: what is on offer, and how often it was ordered. */
public final class Menu {

  static final Aggregate<MenuItemCommand, MenuItemEvent, MenuItem.State> MENU_ITEM =
      Aggregate.of(new MenuItem(), MenuItemEvent.TYPES)
          .snapshots(
              1,
              Map.of(
                  "active", MenuItem.State.Active.class,
                  "inactive", MenuItem.State.Inactive.class));

  static final Feed<MenuItemEvent, MenuItemView> FROM_MENU =
      Feed.of(MenuItemView.VIEW, "menu", MenuItemEvent.TYPES, new MenuItemView.FromMenu());

  static final Feed<OrderEvent, MenuItemView> FROM_ORDERS =
      Feed.of(MenuItemView.VIEW, "orders", OrderEvent.TYPES, new MenuItemView.FromOrders())
          .keeping(Checkpoint.PER_STREAM);

  private static final Resource<MenuItemEvent, MenuItemView> ITEMS =
      Resource.at("/menu/items", FROM_MENU)
          .shown(MenuItemView::shown)
          .past(MenuItemView::item)
          .alsoTaggedBy(MenuItemView::timesOrdered)
          .filter("active", Kind.TRUE_OR_FALSE)
          .orderedBy("price", "description", "timesOrdered")
          .readBy(Readers.ALL)
          .build();

  public static final Service SERVICE =
      Service.named("menu")
          .decides(MENU_ITEM, MenuItemCommand.TYPES, CommandAccess.staff())
          .fedBy(FROM_MENU, FROM_ORDERS)
          .answers(ITEMS)
          .runAs(MenuFunction.class, MenuPublisher.class);

  private Menu() {}
}
