package restaurant.payments;

import dev.eventfold.events.EventTypes;
import restaurant.kernel.Money;

/** What payments want to know of orders, and no more than that. */
sealed interface OrderEvent {

  EventTypes<OrderEvent> TYPES =
      EventTypes.<OrderEvent>foreign().add("orderPlaced", OrderPlaced.class);

  /**
   * @param prepaid whether it is to be paid now; false, and not there, in what was placed before
   *     there were payments
   */
  record OrderPlaced(String customerId, Money total, boolean prepaid) implements OrderEvent {}
}
