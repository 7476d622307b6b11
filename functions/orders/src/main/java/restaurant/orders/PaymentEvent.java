package restaurant.orders;

import dev.eventfold.events.EventTypes;
import restaurant.orders.EnrichedOrderCommand.CancelUnpaid;
import restaurant.orders.EnrichedOrderCommand.Confirm;
import restaurant.orders.EnrichedOrderCommand.NoteRefund;

/** What orders want to know of payments, and no more than that. */
sealed interface PaymentEvent {

  EventTypes<PaymentEvent> TYPES =
      EventTypes.<PaymentEvent>foreign()
          .add("paymentSucceeded", PaymentSucceeded.class)
          .add("paymentRefused", PaymentRefused.class)
          .add("paymentTimedOut", PaymentTimedOut.class)
          .add("paymentRefunded", PaymentRefunded.class);

  String NOT_PAID_IN_TIME = "Payment was not answered in time.";

  record PaymentSucceeded() implements PaymentEvent {}

  /**
   * @param reason as the bank says it
   */
  record PaymentRefused(String reason) implements PaymentEvent {}

  record PaymentTimedOut() implements PaymentEvent {}

  record PaymentRefunded() implements PaymentEvent {}

  /** What it means for the order. */
  default EnrichedOrderCommand command() {
    return switch (this) {
      case PaymentSucceeded succeeded -> new Confirm();
      case PaymentRefused(var reason) -> new CancelUnpaid("Payment was refused: " + reason);
      case PaymentTimedOut timedOut -> new CancelUnpaid(NOT_PAID_IN_TIME);
      case PaymentRefunded refunded -> new NoteRefund(NOT_PAID_IN_TIME);
    };
  }
}
