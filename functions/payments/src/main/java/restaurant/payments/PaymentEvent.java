package restaurant.payments;

import dev.eventfold.events.EventTypes;
import java.time.Duration;
import java.util.Optional;
import restaurant.kernel.Money;

/** What happened to the payment of an order. */
public sealed interface PaymentEvent {

  EventTypes<PaymentEvent> TYPES =
      EventTypes.<PaymentEvent>own()
          .add("paymentRequested", PaymentRequested.class)
          .add("paymentSucceeded", PaymentSucceeded.class)
          .add("paymentRefused", PaymentRefused.class)
          .add("paymentTimedOut", PaymentTimedOut.class)
          .add("refundRequested", RefundRequested.class)
          .add("paymentRefunded", PaymentRefunded.class)
          .add("refundRefused", RefundRefused.class)
          .add("receiptSent", ReceiptSent.class)
          .add("receiptNotSent", ReceiptNotSent.class);

  /**
   * @param payWithin how long its order waits for it, by ISO 8601: what was decided then holds,
   *     whatever is set later
   */
  record PaymentRequested(String customerId, Money amount, Optional<String> payWithin)
      implements PaymentEvent {

    private static final Duration BEFORE_IT_WAS_SAID = Duration.ofMinutes(15);

    Duration timeToPay() {
      return payWithin.map(Duration::parse).orElse(BEFORE_IT_WAS_SAID);
    }
  }

  /** In time: the order can be made. Carries what the receipt says. */
  record PaymentSucceeded(String customerId, Money amount) implements PaymentEvent {}

  /**
   * @param reason as the bank says it
   */
  record PaymentRefused(String reason) implements PaymentEvent {}

  /** The bank has not answered in time. What it says later is heard all the same. */
  record PaymentTimedOut() implements PaymentEvent {}

  /** It was charged when it had timed out already. */
  record RefundRequested(Money amount) implements PaymentEvent {}

  record PaymentRefunded() implements PaymentEvent {}

  /** The guest's money is not back: a person must see to it. */
  record RefundRefused(String reason) implements PaymentEvent {}

  record ReceiptSent() implements PaymentEvent {}

  record ReceiptNotSent(String reason) implements PaymentEvent {}
}
