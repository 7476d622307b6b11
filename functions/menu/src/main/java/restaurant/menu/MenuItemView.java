package restaurant.menu;

import java.util.Map;
import java.util.Optional;
import restaurant.domain.Money;
import restaurant.eventsourcing.Projection;
import restaurant.eventsourcing.Recorded;
import restaurant.eventsourcing.View;
import restaurant.menu.MenuItemEvent.MenuItemAdded;
import restaurant.menu.MenuItemEvent.MenuItemModified;
import restaurant.menu.MenuItemEvent.MenuItemRemoved;

/** A menu item as guests and staff see it. */
public record MenuItemView(String description, Money price, boolean active) {

  public static final View<MenuItemView> VIEW =
      new View<>("menu-items", MenuItemView.class, MenuItemView::index);

  /** What it is found by. Prices sort as whole hundredths. */
  private Map<String, Object> index() {
    return Map.of("description", description, "price", price.hundredths(), "active", active);
  }

  /** How it follows from the item's own events. */
  public static final class FromMenu implements Projection<MenuItemEvent, MenuItemView> {

    @Override
    public Optional<MenuItemView> evolve(
        String document, Optional<MenuItemView> view, Recorded<MenuItemEvent> event) {
      return switch (event.event()) {
        case MenuItemAdded(var description, var price) ->
            Optional.of(new MenuItemView(description, price, true));
        case MenuItemModified(var description, var price) ->
            view.map(old -> new MenuItemView(description, price, old.active()));
        case MenuItemRemoved removed ->
            view.map(old -> new MenuItemView(old.description(), old.price(), false));
      };
    }
  }
}
