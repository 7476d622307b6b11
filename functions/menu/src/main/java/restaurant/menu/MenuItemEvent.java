package restaurant.menu;

import dev.eventfold.events.EventTypes;
import restaurant.kernel.Money;

/** What happened to a menu item. */
public sealed interface MenuItemEvent {

  EventTypes<MenuItemEvent> TYPES =
      EventTypes.<MenuItemEvent>own()
          .add("menuItemAdded", MenuItemAdded.class)
          .add("menuItemModified", MenuItemModified.class)
          .add("menuItemRemoved", MenuItemRemoved.class);

  record MenuItemAdded(String description, Money price) implements MenuItemEvent {}

  record MenuItemModified(String description, Money price) implements MenuItemEvent {}

  record MenuItemRemoved() implements MenuItemEvent {}
}
