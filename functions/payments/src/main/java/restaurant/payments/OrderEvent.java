package restaurant.payments;

import dev.eventfold.events.EventTypes;
import java.util.Optional;
import restaurant.kernel.Money;

/** What payments want to know of orders, and no more than that. */
sealed interface OrderEvent {

  EventTypes<OrderEvent> TYPES =
      EventTypes.<OrderEvent>foreign().add("orderPlaced", OrderPlaced.class);

  /**
   * @param paidBy nothing in what was placed before there were payments
   */
  record OrderPlaced(String customerId, Money total, Optional<String> paidBy)
      implements OrderEvent {}
}
