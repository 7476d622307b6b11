package restaurant.widgets;

import dev.eventfold.commands.CommandTypes;

/** What can be done with widgets. */
public sealed interface WidgetCommand {

  CommandTypes<WidgetCommand> TYPES =
      new CommandTypes<WidgetCommand>()
          .creates("addWidget", AddWidget.class)
          .changes("renameWidget", RenameWidget.class);

  record AddWidget(String name) implements WidgetCommand {}

  record RenameWidget(String name) implements WidgetCommand {}
}
