package restaurant.payments;

import dev.eventfold.processes.Outcome;
import restaurant.kernel.Money;

/** What a payment is told. No client says any of it: it follows from events. */
public sealed interface PaymentCommand {

  /** An order of this customer was placed. */
  record RequestPayment(String customerId, Money amount) implements PaymentCommand {}

  /** The time for an answer is over. */
  record GiveUp() implements PaymentCommand {}

  /** What the bank says to the charge. */
  record Charged(Outcome outcome) implements PaymentCommand {}

  /** What the bank says to the refund. */
  record Refunded(Outcome outcome) implements PaymentCommand {}

  /** What became of the receipt. */
  record ReceiptSent(Outcome outcome) implements PaymentCommand {}
}
