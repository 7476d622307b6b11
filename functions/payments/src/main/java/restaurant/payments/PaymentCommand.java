package restaurant.payments;

import dev.eventfold.processes.Outcome;
import java.time.Duration;
import restaurant.kernel.Money;

/** What a payment is told. No client says any of it: it follows from events. */
public sealed interface PaymentCommand {

  /**
   * An order of this customer was placed.
   *
   * @param payWithin how long it waits for its payment
   */
  record RequestPayment(String customerId, Money amount, Duration payWithin)
      implements PaymentCommand {}

  /** The time for an answer is over. */
  record GiveUp() implements PaymentCommand {}

  /** What the bank says to the charge. */
  record Charged(Outcome outcome) implements PaymentCommand {}

  /** What the bank says to the refund. */
  record Refunded(Outcome outcome) implements PaymentCommand {}

  /** What became of the receipt. */
  record ReceiptSent(Outcome outcome) implements PaymentCommand {}
}
