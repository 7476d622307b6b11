package restaurant.orders;

import dev.eventfold.events.EventTypes;
import java.util.List;
import restaurant.kernel.Money;

/** What happened to an order. */
public sealed interface OrderEvent {

  EventTypes<OrderEvent> TYPES =
      EventTypes.<OrderEvent>own()
          .add("orderOpened", OrderOpened.class)
          .add("itemAddedToOrder", ItemAddedToOrder.class)
          .downcast("itemAddedToOrder", 2, later -> later)
          .add("itemRemovedFromOrder", ItemRemovedFromOrder.class)
          .add("deliveryAddressAddedToOrder", DeliveryAddressAddedToOrder.class)
          .add("orderPlaced", OrderPlaced.class)
          .add("orderCanceled", OrderCanceled.class);

  record OrderOpened(String customerId) implements OrderEvent {}

  /**
   * @param orderItemId names the line within its order
   * @param description the menu's, at that moment
   * @param price of one, frozen: what the menu says later does not matter
   */
  record ItemAddedToOrder(
      String orderItemId, String menuItemId, String description, Money price, int quantity)
      implements OrderEvent {}

  record ItemRemovedFromOrder(String orderItemId) implements OrderEvent {}

  record DeliveryAddressAddedToOrder(Address address) implements OrderEvent {}

  /** Carries what other services need, so that they need not follow the order's earlier events. */
  record OrderPlaced(String customerId, List<Item> items, Money total) implements OrderEvent {}

  record OrderCanceled() implements OrderEvent {}

  /** A line of a placed order. */
  record Item(String menuItemId, int quantity) {}
}
