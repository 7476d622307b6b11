package restaurant.menu;

import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.commands.Rules;
import java.math.BigDecimal;
import java.util.List;
import restaurant.kernel.Money;
import restaurant.menu.MenuItemCommand.AddMenuItem;
import restaurant.menu.MenuItemCommand.ModifyMenuItem;
import restaurant.menu.MenuItemCommand.RemoveMenuItem;
import restaurant.menu.MenuItemEvent.MenuItemAdded;
import restaurant.menu.MenuItemEvent.MenuItemModified;
import restaurant.menu.MenuItemEvent.MenuItemRemoved;

/** A dish on the menu: the rules of its life. */
public final class MenuItem implements Decider<MenuItemCommand, MenuItemEvent, MenuItem.State> {

  private static final int MAX_DESCRIPTION = 500;

  /** The phases of its life. */
  public sealed interface State {
    record NotAdded() implements State {}

    record Active() implements State {}

    record Inactive() implements State {}
  }

  @Override
  public State initial() {
    return new State.NotAdded();
  }

  @Override
  public List<MenuItemEvent> decide(State state, MenuItemCommand command) {
    return switch (command) {
      case AddMenuItem add -> add(add);
      case ModifyMenuItem modify -> modify(state, modify);
      case RemoveMenuItem remove -> remove(state);
    };
  }

  private static List<MenuItemEvent> add(AddMenuItem command) {
    check(command.description(), command.price());
    return List.of(new MenuItemAdded(command.description(), Money.of(command.price())));
  }

  private static List<MenuItemEvent> modify(State state, ModifyMenuItem command) {
    check(command.description(), command.price());
    mustBeActive(state);
    return List.of(new MenuItemModified(command.description(), Money.of(command.price())));
  }

  private static List<MenuItemEvent> remove(State state) {
    mustBeActive(state);
    return List.of(new MenuItemRemoved());
  }

  private static void check(String description, BigDecimal price) {
    var rules = new Rules().text(description, "description", "Description", MAX_DESCRIPTION);
    Money.check(rules, "price", "Price", price);
    rules.check();
  }

  private static void mustBeActive(State state) {
    switch (state) {
      case State.NotAdded() -> throw Rejection.notFound("Menu item not found.");
      case State.Inactive() -> throw Rejection.conflict("Item is inactive.");
      case State.Active() -> {}
    }
  }

  @Override
  public State evolve(State state, MenuItemEvent event) {
    return switch (event) {
      case MenuItemAdded added -> new State.Active();
      case MenuItemModified modified -> state;
      case MenuItemRemoved removed -> new State.Inactive();
    };
  }
}
