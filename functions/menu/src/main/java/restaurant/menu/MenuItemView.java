package restaurant.menu;

import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import restaurant.kernel.Money;
import restaurant.menu.MenuItemEvent.MenuItemAdded;
import restaurant.menu.MenuItemEvent.MenuItemModified;
import restaurant.menu.MenuItemEvent.MenuItemRemoved;

/**
 * A menu item as guests and staff see it. Two projectors write it, each its own part: what the item
 * is comes from the menu, how often it was ordered from the orders, and either may come first.
 *
 * @param item empty, and nothing is shown, until the menu's part is there
 * @param timesOrdered how many of it guests have ordered: what became of a placed order does not
 *     matter, so those that were refused, canceled or refunded afterwards count
 */
public record MenuItemView(Optional<Item> item, long timesOrdered) {

  /** The menu's own part. */
  public record Item(String description, Money price, boolean active) {}

  /** Both parts, as clients get them. */
  record Shown(String description, Money price, boolean active, long timesOrdered) {}

  public static final View<MenuItemView> VIEW =
      new View<>("menu-items", MenuItemView.class, MenuItemView::index);

  private static final MenuItemView NOTHING_YET = new MenuItemView(Optional.empty(), 0);

  /** What it is found by. Prices sort as whole hundredths. */
  private Map<String, Object> index() {
    return item.<Map<String, Object>>map(
            it ->
                Map.of(
                    "description", it.description(),
                    "price", it.price().hundredths(),
                    "active", it.active(),
                    "timesOrdered", timesOrdered))
        .orElse(Map.of());
  }

  Optional<Shown> shown() {
    return item.map(it -> new Shown(it.description(), it.price(), it.active(), timesOrdered));
  }

  /** The view's part that follows from the menu. */
  public static final class FromMenu implements Projection<MenuItemEvent, MenuItemView> {

    @Override
    public Set<String> fieldsOfOthers() {
      return Set.of("timesOrdered");
    }

    @Override
    public Optional<MenuItemView> evolve(
        String document, Optional<MenuItemView> view, TypedEvent<MenuItemEvent> event) {
      var old = view.orElse(NOTHING_YET);
      return Optional.of(new MenuItemView(item(old.item(), event.event()), old.timesOrdered()));
    }

    private static Optional<Item> item(Optional<Item> item, MenuItemEvent event) {
      return switch (event) {
        case MenuItemAdded(var description, var price) ->
            Optional.of(new Item(description, price, true));
        case MenuItemModified(var description, var price) ->
            item.map(old -> new Item(description, price, old.active()));
        case MenuItemRemoved removed ->
            item.map(old -> new Item(old.description(), old.price(), false));
      };
    }
  }

  /** The view's part that follows from orders. */
  public static final class FromOrders implements Projection<OrderEvent, MenuItemView> {

    @Override
    public Set<String> fieldsOfOthers() {
      return Set.of("item");
    }

    @Override
    public Set<String> documents(TypedEvent<OrderEvent> event) {
      return event.event().menuItemIds();
    }

    @Override
    public Optional<MenuItemView> evolve(
        String document, Optional<MenuItemView> view, TypedEvent<OrderEvent> event) {
      var old = view.orElse(NOTHING_YET);
      return Optional.of(
          new MenuItemView(old.item(), old.timesOrdered() + event.event().quantityOf(document)));
    }
  }
}
