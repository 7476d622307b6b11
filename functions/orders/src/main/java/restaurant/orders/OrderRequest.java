package restaurant.orders;

import dev.eventfold.commands.CommandTypes;

/** What a guest can ask for, as clients send it. */
public sealed interface OrderRequest {

  CommandTypes<OrderRequest> TYPES =
      new CommandTypes<OrderRequest>()
          .creates("openOrder", OpenOrder.class)
          .changes("addItemToOrder", AddItemToOrder.class)
          .changes("removeItemFromOrder", RemoveItemFromOrder.class)
          .changes("addDeliveryAddressToOrder", AddDeliveryAddressToOrder.class)
          .changes("placeOrder", PlaceOrder.class)
          .changes("cancelOrder", CancelOrder.class);

  record OpenOrder(String customerId) implements OrderRequest {}

  record AddItemToOrder(String menuItemId, int quantity) implements OrderRequest {}

  record RemoveItemFromOrder(String orderItemId) implements OrderRequest {}

  /**
   * @param nickname of one of the customer's addresses
   */
  record AddDeliveryAddressToOrder(String nickname) implements OrderRequest {}

  record PlaceOrder() implements OrderRequest {}

  record CancelOrder() implements OrderRequest {}
}
