package restaurant.orders;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.Map;
import java.util.Optional;
import restaurant.kernel.Money;

/**
 * A menu item as orders know it, from a copy of their own: it answers while the menu is down, and
 * may lag behind it.
 */
public record KnownMenuItem(String description, Money price, boolean active) {

  static final View<KnownMenuItem> VIEW =
      new View<>("orders-menu-items", KnownMenuItem.class, item -> Map.of());

  static final Feed<MenuEvent, KnownMenuItem> FROM_MENU =
      Feed.of(VIEW, "menu", MenuEvent.TYPES, new FromMenu());

  /** What orders want to know of the menu. */
  public sealed interface MenuEvent {

    EventTypes<MenuEvent> TYPES =
        EventTypes.<MenuEvent>foreign()
            .add("menuItemAdded", MenuItemAdded.class)
            .add("menuItemModified", MenuItemModified.class)
            .add("menuItemRemoved", MenuItemRemoved.class);

    record MenuItemAdded(String description, Money price) implements MenuEvent {}

    record MenuItemModified(String description, Money price) implements MenuEvent {}

    record MenuItemRemoved() implements MenuEvent {}
  }

  /** How it follows from the events of the menu. */
  public static final class FromMenu implements Projection<MenuEvent, KnownMenuItem> {

    @Override
    public Optional<KnownMenuItem> evolve(
        String document, Optional<KnownMenuItem> item, TypedEvent<MenuEvent> event) {
      return switch (event.event()) {
        case MenuEvent.MenuItemAdded(var description, var price) ->
            Optional.of(new KnownMenuItem(description, price, true));
        case MenuEvent.MenuItemModified(var description, var price) ->
            item.map(old -> new KnownMenuItem(description, price, old.active()));
        case MenuEvent.MenuItemRemoved removed ->
            item.map(old -> new KnownMenuItem(old.description(), old.price(), false));
      };
    }
  }
}
