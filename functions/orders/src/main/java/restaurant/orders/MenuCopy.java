package restaurant.orders;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.Map;
import java.util.Optional;
import restaurant.kernel.Money;
import restaurant.orders.OrderCommand.Dish;

/** Orders' own copy of the menu: it answers while the menu is down, and may lag behind it. */
public final class MenuCopy implements Projection<MenuCopy.MenuEvent, Dish> {

  public static final View<Dish> VIEW =
      new View<>("orders-menu-items", Dish.class, dish -> Map.of());

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

  @Override
  public Optional<Dish> evolve(String document, Optional<Dish> dish, TypedEvent<MenuEvent> event) {
    return switch (event.event()) {
      case MenuEvent.MenuItemAdded(var description, var price) ->
          Optional.of(new Dish(description, price, true));
      case MenuEvent.MenuItemModified(var description, var price) ->
          dish.map(old -> new Dish(description, price, old.active()));
      case MenuEvent.MenuItemRemoved removed ->
          dish.map(old -> new Dish(old.description(), old.price(), false));
    };
  }
}
