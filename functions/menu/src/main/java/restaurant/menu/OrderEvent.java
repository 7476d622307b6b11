package restaurant.menu;

import dev.eventfold.events.EventTypes;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the menu wants to know of orders, and no more than that. */
public sealed interface OrderEvent {

  EventTypes<OrderEvent> TYPES =
      EventTypes.<OrderEvent>foreign().add("orderPlaced", OrderPlaced.class);

  record OrderPlaced(List<Line> items) implements OrderEvent {}

  record Line(String menuItemId, int quantity) {}

  List<Line> items();

  default Set<String> menuItemIds() {
    return items().stream().map(Line::menuItemId).collect(Collectors.toSet());
  }

  default long quantityOf(String menuItemId) {
    return items().stream()
        .filter(line -> line.menuItemId().equals(menuItemId))
        .mapToLong(Line::quantity)
        .sum();
  }
}
