package restaurant.simulation;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandTypes;
import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  static final int SHAPE = 2;

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
        throw Rejection.forbidden(rule);
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

  /** Any code can read it, and a dish of the old shape as one, wrongly. */
  record Dish(
      String description,
      Money price,
      boolean active,
      Optional<String> slogan,
      Optional<Long> modifications) {}

  record Shown(Optional<Dish> item, long timesOrdered) {

    private static final Shown NOTHING_YET = new Shown(Optional.empty(), 0);

    private Map<String, Object> index() {
      var index = new HashMap<String, Object>();
      item.ifPresent(
          dish -> {
            index.put("description", dish.description());
            index.put("price", dish.price().hundredths());
            index.put("active", dish.active());
            index.put("timesOrdered", timesOrdered);
            index.put("modifications", dish.modifications().orElse(0L));
          });
      return index;
    }
  }

  private static final class FromMenu implements Projection<Event, Shown> {

    @Override
    public Set<String> fieldsOfOthers() {
      return Set.of("timesOrdered");
    }

    @Override
    public Optional<Shown> evolve(String id, Optional<Shown> view, TypedEvent<Event> event) {
      var old = view.orElse(Shown.NOTHING_YET);
      return Optional.of(new Shown(dish(old.item(), event.event()), old.timesOrdered()));
    }

    private static Optional<Dish> dish(Optional<Dish> dish, Event event) {
      return switch (event) {
        case Event.Added(var description, var price, var slogan) ->
            Optional.of(new Dish(description, price, true, slogan, Optional.of(0L)));
        case Event.Modified(var description, var price) ->
            dish.map(
                it ->
                    new Dish(
                        description,
                        price,
                        it.active(),
                        it.slogan(),
                        it.modifications().map(n -> n + 1)));
        case Event.Removed removed -> dish.map(it -> active(it, false));
        case Event.BroughtBack broughtBack -> dish.map(it -> active(it, true));
      };
    }

    private static Dish active(Dish dish, boolean active) {
      return new Dish(
          dish.description(), dish.price(), active, dish.slogan(), dish.modifications());
    }
  }

  private static final class FromOrders implements Projection<OrderEvent, Shown> {

    @Override
    public Set<String> fieldsOfOthers() {
      return Set.of("item");
    }

    @Override
    public Set<String> documents(TypedEvent<OrderEvent> event) {
      return event.event().menuItemIds();
    }

    @Override
    public Optional<Shown> evolve(String id, Optional<Shown> view, TypedEvent<OrderEvent> event) {
      var old = view.orElse(Shown.NOTHING_YET);
      return Optional.of(new Shown(old.item(), old.timesOrdered() + event.event().quantityOf(id)));
    }
  }

  private static final View<Shown> VIEW =
      new View<>("menu-items", Shown.class, Shown::index, SHAPE);

  private static final Feed<Event, Shown> FROM_MENU =
      Feed.of(VIEW, "menu", Event.TYPES, new FromMenu());

  private static final Feed<OrderEvent, Shown> FROM_ORDERS =
      Feed.of(VIEW, "orders", OrderEvent.TYPES, new FromOrders()).keeping(Checkpoint.PER_STREAM);

  static final Service SERVICE =
      Service.named("menu")
          .decides(
              Aggregate.of(new Rules(), Event.TYPES).snapshots(2, Map.of("item", State.class)),
              Command.TYPES,
              CommandAccess.staff())
          .fedBy(FROM_MENU, FROM_ORDERS)
          .runAs(MenuFunction.class, MenuPublisher.class);

  private NextMenu() {}
}
