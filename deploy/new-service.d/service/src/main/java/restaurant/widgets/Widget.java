package restaurant.widgets;

import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.commands.Rules;
import java.util.List;
import restaurant.widgets.WidgetCommand.AddWidget;
import restaurant.widgets.WidgetCommand.RenameWidget;
import restaurant.widgets.WidgetEvent.WidgetAdded;
import restaurant.widgets.WidgetEvent.WidgetRenamed;

/** The life of one widget: what may happen in it, and when. */
public final class Widget implements Decider<WidgetCommand, WidgetEvent, Widget.State> {

  private static final int MAX_NAME = 200;

  /** The phases of its life. */
  public sealed interface State {
    record NotAdded() implements State {}

    record Added(String name) implements State {}
  }

  @Override
  public State initial() {
    return new State.NotAdded();
  }

  @Override
  public List<WidgetEvent> decide(State state, WidgetCommand command) {
    return switch (command) {
      case AddWidget add -> add(add);
      case RenameWidget rename -> rename(state, rename);
    };
  }

  private static List<WidgetEvent> add(AddWidget command) {
    check(command.name());
    return List.of(new WidgetAdded(command.name()));
  }

  private static List<WidgetEvent> rename(State state, RenameWidget command) {
    check(command.name());
    switch (state) {
      case State.NotAdded() -> throw Rejection.notFound("Widget not found.");
      case State.Added(var name) -> {
        if (name.equals(command.name())) {
          throw Rejection.conflict("Widget has this name already.");
        }
      }
    }
    return List.of(new WidgetRenamed(command.name()));
  }

  private static void check(String name) {
    new Rules().text(name, "name", "Name", MAX_NAME).check();
  }

  @Override
  public State evolve(State state, WidgetEvent event) {
    return switch (event) {
      case WidgetAdded(var name) -> new State.Added(name);
      case WidgetRenamed(var name) -> new State.Added(name);
    };
  }
}
