package restaurant.orders;

import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.http.Caller;
import java.util.Optional;
import java.util.function.Function;

/** Customers open orders for themselves and act on those; staff on any. */
final class OrderAccess implements CommandAccess<OrderCommand> {

  private final Function<String, Optional<String>> customerOf;

  /**
   * @param customerOf the customer of an order that exists; may cost a read, for customers alone
   */
  OrderAccess(Function<String, Optional<String>> customerOf) {
    this.customerOf = customerOf;
  }

  /** Nobody learns of orders that are not theirs, not even by what else is wrong. */
  @Override
  public void mayActOn(Caller caller, Optional<String> orderId) {
    if (!caller.staff() && orderId.isPresent()) {
      orderId.flatMap(customerOf).filter(caller::owns).orElseThrow(Order::notFound);
    }
  }

  @Override
  public void mayAskFor(Caller caller, String orderId, OrderCommand request) {
    if (request instanceof OrderCommand.OpenOrder(var customerId)) {
      caller.mustOwn(customerId);
    }
  }
}
