package restaurant.orders;

import java.util.Optional;
import java.util.function.Function;
import restaurant.google.http.Caller;
import restaurant.google.http.CommandAccess;

/** Customers open orders for themselves and act on those; staff on any. */
final class OwnOrders implements CommandAccess<OrderRequest> {

  private final Function<String, Optional<String>> customerOf;

  /**
   * @param customerOf the customer of an order that exists; may cost a read, for customers alone
   */
  OwnOrders(Function<String, Optional<String>> customerOf) {
    this.customerOf = customerOf;
  }

  @Override
  public void check(Caller caller, String orderId, OrderRequest request) {
    if (caller.staff()) {
      return;
    }
    if (request instanceof OrderRequest.OpenOrder(var customerId)) {
      caller.mustOwn(customerId);
    } else {
      // Nobody learns of orders that are not theirs, not even by what else is wrong.
      customerOf.apply(orderId).filter(caller::owns).orElseThrow(Order::notFound);
    }
  }
}
