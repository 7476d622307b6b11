package restaurant.orders;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import restaurant.kernel.Money;
import restaurant.orders.OrderEvent.Item;
import restaurant.orders.OrderEvent.ItemAddedToOrder;

/** The phases of an order: what the rules need to know, and no more. */
public sealed interface OrderState {

  record NotOpened() implements OrderState {}

  /**
   * @param lines by their ids, in the order in which they were added
   * @param nextLine the number that the next line gets: no line ever gets another's
   */
  record Open(String customerId, Map<String, Line> lines, int nextLine) implements OrderState {

    public Open {
      lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    }

    static Open by(String customerId) {
      return new Open(customerId, Map.of(), 1);
    }

    Open plus(ItemAddedToOrder added) {
      var more = new LinkedHashMap<>(lines);
      more.put(
          added.orderItemId(), new Line(added.menuItemId(), added.quantity(), added.subtotal()));
      return new Open(customerId, more, nextLine + 1);
    }

    Open minus(String orderItemId) {
      var fewer = new LinkedHashMap<>(lines);
      fewer.remove(orderItemId);
      return new Open(customerId, fewer, nextLine);
    }
  }

  record Placed() implements OrderState {}

  record Confirmed() implements OrderState {}

  /**
   * @param refunded whether it was paid all the same, and the money is back
   */
  record Canceled(boolean refunded) implements OrderState {}

  /** An item of an open order, and what so many of it cost. */
  record Line(String menuItemId, int quantity, Money subtotal) {

    Item item() {
      return new Item(menuItemId, quantity);
    }
  }
}
