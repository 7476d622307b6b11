package restaurant.simulation;

import com.google.cloud.functions.HttpFunction;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandTypes;
import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.commands.StoredSnapshots;
import dev.eventfold.events.EventTypes;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.commands.HttpCommands;
import dev.eventfold.gcp.delivery.HttpProjector;
import dev.eventfold.gcp.delivery.HttpReconciler;
import dev.eventfold.gcp.queries.HttpQueries;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import restaurant.kernel.Money;
import restaurant.menu.OrderEvent;

/**
 * The next version of the menu, as somebody might write it: a tighter rule, a command and an event
 * that are new, a new field in an old event, another state and another shape of its view.
 */
final class NextMenu {

  static final String DEAREST = "8";
  static final String TOO_DEAR = "Price must be at most 8.";

  private static final String SERVICE = "menu";
  private static final String PATH = "/menu/items";

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

  private static final Feed<Event, NextDish> FROM_MENU =
      new Feed<>(
          NextDish.VIEW, SERVICE, Event.TYPES, new NextDish.FromMenu(), Checkpoint.IN_DOCUMENT);

  private static final Feed<OrderEvent, NextDish> FROM_ORDERS =
      new Feed<>(
          NextDish.VIEW,
          "orders",
          OrderEvent.TYPES,
          new NextDish.FromOrders(),
          Checkpoint.PER_STREAM);

  /** What feeds its view. */
  static final List<Feed<?, ?>> FEEDS = List.of(FROM_MENU, FROM_ORDERS);

  private static final Resource<Event, NextDish> DISHES =
      new Resource<>(
          PATH,
          FROM_MENU,
          NextDish::shown,
          NextDish::item,
          List.of(Resource.Filter.equal("active", Resource.Kind.TRUE_OR_FALSE)),
          List.of("price", "description", "timesOrdered"),
          Optional.empty(),
          Resource.Readers.ALL,
          NextDish::timesOrdered);

  private NextMenu() {}

  static HttpFunction commands(Backend backend) {
    var handler =
        new CommandHandler<>(
            SERVICE,
            new Rules(),
            Event.TYPES,
            backend.eventStore(SERVICE),
            event -> List.of(),
            new StoredSnapshots<State>(
                backend.queryStore(), SERVICE, 2, Map.of("item", State.class)),
            backend.clock(),
            backend.backoff());
    return new HttpCommands<>(
        SERVICE,
        PATH,
        Command.TYPES,
        CommandAccess.staff(),
        (id, command) -> command,
        handler);
  }

  static HttpFunction itemsListener(Backend backend) {
    return new HttpProjector(FROM_MENU, backend);
  }

  static HttpFunction timesOrderedListener(Backend backend) {
    return new HttpProjector(FROM_ORDERS, backend);
  }

  static HttpFunction queries(Backend backend) {
    return new HttpQueries<>(SERVICE, DISHES, backend.eventStore(SERVICE), backend.currentViews());
  }

  static HttpFunction reconciler(Backend backend) {
    return new HttpReconciler(SERVICE, FEEDS, backend);
  }
}
