package restaurant.bench.inside;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandRequest;
import dev.eventfold.commands.CommandResult;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.Metadata;
import dev.eventfold.store.EventStore;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import restaurant.menu.Menu;
import restaurant.menu.MenuItem;
import restaurant.menu.MenuItemCommand;
import restaurant.menu.MenuItemCommand.ModifyMenuItem;
import restaurant.menu.MenuItemEvent;

/** The menu's commands without HTTP: what our own code takes for them. */
final class Aggregates {

  @SuppressWarnings("unchecked") // The menu decides nothing else.
  static final Aggregate<MenuItemCommand, MenuItemEvent, MenuItem.State> MENU_ITEM =
      (Aggregate<MenuItemCommand, MenuItemEvent, MenuItem.State>)
          Menu.SERVICE.aggregate().orElseThrow();

  private static final MenuItemCommand MODIFY = new ModifyMenuItem("Pepperoni", BigDecimal.TEN);

  private Aggregates() {}

  /** An instance that has seen nothing yet. */
  static CommandHandler<MenuItemCommand, MenuItemEvent, MenuItem.State> cold(
      EventStore store, Optional<QueryStore> snapshots) {
    var handler = CommandHandler.of("menu", MENU_ITEM, store);
    return snapshots.map(handler::snapshots).orElse(handler);
  }

  /**
   * Changes an item.
   *
   * @param version that it will have: the id of the command follows from it
   */
  static CommandResult modify(
      CommandHandler<MenuItemCommand, MenuItemEvent, MenuItem.State> handler,
      String stream,
      long version,
      boolean dryRun) {
    return handler.handle(
        new CommandRequest<>(
            stream, false, OptionalLong.empty(), dryRun, MODIFY, metadata(stream, version)));
  }

  static Metadata metadata(String stream, long version) {
    var commandId = GeneratedStore.commandId(stream, version);
    return new Metadata(commandId, HASH, commandId, commandId, TRACE, "cook");
  }

  private static final String HASH =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
}
