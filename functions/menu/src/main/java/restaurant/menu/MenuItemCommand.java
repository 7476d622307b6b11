package restaurant.menu;

import dev.eventfold.commands.CommandTypes;
import java.math.BigDecimal;

/** What a cook can do. Prices are in the restaurant's currency. */
public sealed interface MenuItemCommand {

  CommandTypes<MenuItemCommand> TYPES =
      new CommandTypes<MenuItemCommand>()
          .creates("addMenuItem", AddMenuItem.class)
          .changes("modifyMenuItem", ModifyMenuItem.class)
          .changes("removeMenuItem", RemoveMenuItem.class);

  record AddMenuItem(String description, BigDecimal price) implements MenuItemCommand {}

  record ModifyMenuItem(String description, BigDecimal price) implements MenuItemCommand {}

  record RemoveMenuItem() implements MenuItemCommand {}
}
