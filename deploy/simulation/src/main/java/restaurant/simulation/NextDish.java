package restaurant.simulation;

import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import restaurant.kernel.Money;
import restaurant.menu.OrderEvent;
import restaurant.simulation.NextMenu.Event;

/**
 * A dish as the next version of the menu keeps it.
 *
 * @param item empty until the menu's part is there
 */
record NextDish(Optional<Item> item, long timesOrdered) {

  static final int SHAPE = 2;

  static final View<NextDish> VIEW =
      new View<>("menu-items", NextDish.class, NextDish::index, SHAPE);

  private static final NextDish NOTHING_YET = new NextDish(Optional.empty(), 0);

  /** Any code can read it, and a dish of the old shape as one, wrongly. */
  record Item(
      String description,
      Money price,
      boolean active,
      Optional<String> slogan,
      Optional<Long> modifications) {

    private Item active(boolean isActive) {
      return new Item(description, price, isActive, slogan, modifications);
    }
  }

  /** As clients get it. */
  record Shown(
      String description,
      Money price,
      boolean active,
      Optional<String> slogan,
      Optional<Long> modifications,
      long timesOrdered) {}

  Optional<Shown> shown() {
    return item.map(
        it ->
            new Shown(
                it.description(),
                it.price(),
                it.active(),
                it.slogan(),
                it.modifications(),
                timesOrdered));
  }

  private Map<String, Object> index() {
    var index = new HashMap<String, Object>();
    item.ifPresent(
        it -> {
          index.put("description", it.description());
          index.put("price", it.price().hundredths());
          index.put("active", it.active());
          index.put("timesOrdered", timesOrdered);
          index.put("modifications", it.modifications().orElse(0L));
        });
    return index;
  }

  /** What the menu says of it. */
  static final class FromMenu implements Projection<Event, NextDish> {

    @Override
    public Set<String> fieldsOfOthers() {
      return Set.of("timesOrdered");
    }

    @Override
    public Optional<NextDish> evolve(String id, Optional<NextDish> view, TypedEvent<Event> event) {
      var old = view.orElse(NOTHING_YET);
      return Optional.of(new NextDish(item(old.item(), event.event()), old.timesOrdered()));
    }

    private static Optional<Item> item(Optional<Item> item, Event event) {
      return switch (event) {
        case Event.Added(var description, var price, var slogan) ->
            Optional.of(new Item(description, price, true, slogan, Optional.of(0L)));
        case Event.Modified(var description, var price) ->
            item.map(
                it ->
                    new Item(
                        description,
                        price,
                        it.active(),
                        it.slogan(),
                        it.modifications().map(n -> n + 1)));
        case Event.Removed removed -> item.map(it -> it.active(false));
        case Event.BroughtBack broughtBack -> item.map(it -> it.active(true));
      };
    }
  }

  /** What orders say of it. */
  static final class FromOrders implements Projection<OrderEvent, NextDish> {

    @Override
    public Set<String> fieldsOfOthers() {
      return Set.of("item");
    }

    @Override
    public Set<String> documents(TypedEvent<OrderEvent> event) {
      return event.event().menuItemIds();
    }

    @Override
    public Optional<NextDish> evolve(
        String id, Optional<NextDish> view, TypedEvent<OrderEvent> event) {
      var old = view.orElse(NOTHING_YET);
      return Optional.of(
          new NextDish(old.item(), old.timesOrdered() + event.event().quantityOf(id)));
    }
  }
}
