package restaurant.simulation;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandTypes;
import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.events.EventTypes;
import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import restaurant.kernel.Money;
import restaurant.menu.MenuFunction;
import restaurant.menu.MenuPublisher;
import restaurant.menu.OrderEvent;

/**
 * The next version of the menu, as somebody might write it: a tighter rule, a command and an event
 * that are new, a new field in an old event, another state and another shape of its view.
 */
final class NextMenu {

  static final String DEAREST = "8";
  static final String TOO_DEAR = "Price must be at most 8.";

  sealed interface Command {

    CommandTypes<Command> TYPES =
        new CommandTypes<Command>()
            .creates("addMenuItem", Add.class)
            .changes("modifyMenuItem", Modify.class)
            .changes("removeMenuItem", Remove.class)
            .changes("bringBackMenuItem", BringBack.class);

    record Add(String description, BigDecimal price) implements Command {}

    record Modify(String description, BigDecimal price) implements Command {}

    record Remove() implements Command {}

    record BringBack() implements Command {}
  }

  sealed interface Event {

    EventTypes<Event> TYPES =
        EventTypes.<Event>own()
            .add("menuItemAdded", Added.class)
            .add("menuItemModified", Modified.class)
            .add("menuItemRemoved", Removed.class)
            .add("menuItemBroughtBack", BroughtBack.class);

    record Added(String description, Money price, Optional<String> slogan) implements Event {}

    record Modified(String description, Money price) implements Event {}

    record Removed() implements Event {}

    record BroughtBack() implements Event {}
  }

  /**
   * @param phase "none", "active" or "inactive"
   */
  record State(String phase) {}

  private static final class Rules implements Decider<Command, Event, State> {

    @Override
    public State initial() {
      return new State("none");
    }

    @Override
    public List<Event> decide(State state, Command command) {
      return switch (command) {
        case Command.Add(var description, var price) -> {
          check(price);
          var slogan = Optional.of("Try our " + description);
          yield List.of(new Event.Added(description, Money.of(price), slogan));
        }
        case Command.Modify(var description, var price) -> {
          check(price);
          must(state, "active", "Item is inactive.");
          yield List.of(new Event.Modified(description, Money.of(price)));
        }
        case Command.Remove remove -> {
          must(state, "active", "Item is inactive.");
          yield List.of(new Event.Removed());
        }
        case Command.BringBack bringBack -> {
          must(state, "inactive", "Item is active.");
          yield List.of(new Event.BroughtBack());
        }
      };
    }

    private static void check(BigDecimal price) {
      if (price.signum() < 1) {
        throw invalid("Price must be positive.");
      }
      if (price.compareTo(new BigDecimal(DEAREST)) > 0) {
        throw invalid(TOO_DEAR);
      }
    }

    private static Rejection invalid(String rule) {
      return new Rejection(Rejection.Kind.INVALID, List.of(new Rejection.Broken("price", rule)));
    }

    private static void must(State state, String phase, String rule) {
      if (state.phase().equals("none")) {
        throw Rejection.notFound("Menu item not found.");
      }
      if (!state.phase().equals(phase)) {
        throw Rejection.conflict(rule);
      }
    }

    @Override
    public State evolve(State state, Event event) {
      return switch (event) {
        case Event.Added added -> new State("active");
        case Event.Modified modified -> state;
        case Event.Removed removed -> new State("inactive");
        case Event.BroughtBack broughtBack -> new State("active");
      };
    }
  }

  private static final Feed<Event, NextDish> FROM_MENU =
      Feed.of(NextDish.VIEW, "menu", Event.TYPES, new NextDish.FromMenu());

  private static final Feed<OrderEvent, NextDish> FROM_ORDERS =
      Feed.of(NextDish.VIEW, "orders", OrderEvent.TYPES, new NextDish.FromOrders())
          .keeping(Checkpoint.PER_STREAM);

  private static final Resource<Event, NextDish> DISHES =
      Resource.at("/menu/items", FROM_MENU)
          .shown(NextDish::shown)
          .past(NextDish::item)
          .alsoTaggedBy(NextDish::timesOrdered)
          .filter("active", Kind.TRUE_OR_FALSE)
          .orderedBy("price", "description", "timesOrdered")
          .readBy(Readers.ALL)
          .build();

  static final Service SERVICE =
      Service.named("menu")
          .decides(
              Aggregate.of(new Rules(), Event.TYPES).snapshots(2, Map.of("item", State.class)),
              Command.TYPES,
              CommandAccess.staff())
          .fedBy(FROM_MENU, FROM_ORDERS)
          .answers(DISHES)
          .runAs(MenuFunction.class, MenuPublisher.class);

  private NextMenu() {}
}
