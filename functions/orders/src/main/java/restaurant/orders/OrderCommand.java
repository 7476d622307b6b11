package restaurant.orders;

import java.util.Optional;
import restaurant.kernel.Money;

/** What a guest asks for, with what had to be looked up for it. */
public sealed interface OrderCommand {

  /**
   * @param customerIsKnown the customer has signed up
   */
  record OpenOrder(String customerId, boolean customerIsKnown) implements OrderCommand {}

  /**
   * @param dish what is on the menu under this id
   */
  record AddItemToOrder(String menuItemId, int quantity, Optional<Dish> dish)
      implements OrderCommand {}

  record RemoveItemFromOrder(String orderItemId) implements OrderCommand {}

  /**
   * @param address the customer's address of that nickname
   */
  record AddDeliveryAddressToOrder(Optional<Address> address) implements OrderCommand {}

  record PlaceOrder() implements OrderCommand {}

  record CancelOrder() implements OrderCommand {}

  /** A menu item as orders know it. */
  record Dish(String description, Money price, boolean active) {}
}
