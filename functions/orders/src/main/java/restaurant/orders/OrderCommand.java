package restaurant.orders;

import dev.eventfold.commands.CommandTypes;

/** What a guest can ask for, as clients send it. */
public sealed interface OrderCommand {

  CommandTypes<OrderCommand> TYPES =
      new CommandTypes<OrderCommand>()
          .creates("openOrder", OpenOrder.class)
          .changes("addItemToOrder", AddItemToOrder.class)
          .changes("removeItemFromOrder", RemoveItemFromOrder.class)
          .changes("addDeliveryAddressToOrder", AddDeliveryAddressToOrder.class)
          .changes("placeOrder", PlaceOrder.class)
          .changes("cancelOrder", CancelOrder.class);

  record OpenOrder(String customerId) implements OrderCommand {}

  record AddItemToOrder(String menuItemId, int quantity) implements OrderCommand {}

  record RemoveItemFromOrder(String orderItemId) implements OrderCommand {}

  /**
   * @param nickname of one of the customer's addresses
   */
  record AddDeliveryAddressToOrder(String nickname) implements OrderCommand {}

  record PlaceOrder() implements OrderCommand {}

  record CancelOrder() implements OrderCommand {}
}
