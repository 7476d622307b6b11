package restaurant.payments;

import dev.eventfold.commands.Decider;
import dev.eventfold.processes.Outcome;
import java.util.List;
import java.util.Optional;
import restaurant.kernel.Money;
import restaurant.payments.PaymentCommand.Charged;
import restaurant.payments.PaymentCommand.GiveUp;
import restaurant.payments.PaymentCommand.Refunded;
import restaurant.payments.PaymentCommand.RequestPayment;
import restaurant.payments.PaymentEvent.PaymentRefunded;
import restaurant.payments.PaymentEvent.PaymentRefused;
import restaurant.payments.PaymentEvent.PaymentRequested;
import restaurant.payments.PaymentEvent.PaymentSucceeded;
import restaurant.payments.PaymentEvent.PaymentTimedOut;
import restaurant.payments.PaymentEvent.ReceiptNotSent;
import restaurant.payments.PaymentEvent.ReceiptSent;
import restaurant.payments.PaymentEvent.RefundRefused;
import restaurant.payments.PaymentEvent.RefundRequested;

/**
 * The payment of an order: charged once, and given back where the order no longer waits for it.
 * Whatever comes, in whatever order, there is an answer; nothing is ever refused.
 */
public final class Payment implements Decider<PaymentCommand, PaymentEvent, Payment.State> {

  /** The phases of its life. */
  public sealed interface State {
    record NotRequested() implements State {}

    record Requested(String customerId, Money amount) implements State {}

    /** The order is canceled; the guest may be charged all the same. */
    record TimedOut(Money amount) implements State {}

    /** Nothing of it changes any more, but for the refund and the receipt, if there is one. */
    record Settled() implements State {}
  }

  @Override
  public State initial() {
    return new State.NotRequested();
  }

  @Override
  public List<PaymentEvent> decide(State state, PaymentCommand command) {
    return switch (command) {
      case RequestPayment request ->
          state instanceof State.NotRequested ? List.of(requested(request)) : List.of();
      case GiveUp giveUp ->
          state instanceof State.Requested ? List.of(new PaymentTimedOut()) : List.of();
      case Charged(Outcome.Done done) -> charged(state);
      case Charged(Outcome.Refused(var reason)) -> List.of(new PaymentRefused(reason));
      case Refunded(Outcome.Done done) -> List.of(new PaymentRefunded());
      case Refunded(Outcome.Refused(var reason)) -> List.of(new RefundRefused(reason));
      case PaymentCommand.ReceiptSent(Outcome.Done done) -> List.of(new ReceiptSent());
      case PaymentCommand.ReceiptSent(Outcome.Refused(var reason)) ->
          List.of(new ReceiptNotSent(reason));
    };
  }

  private static PaymentEvent requested(RequestPayment request) {
    return new PaymentRequested(
        request.customerId(), request.amount(), Optional.of(request.payWithin().toString()));
  }

  private static List<PaymentEvent> charged(State state) {
    return switch (state) {
      case State.Requested(var customerId, var amount) ->
          List.of(new PaymentSucceeded(customerId, amount));
      case State.TimedOut(var amount) -> List.of(new RefundRequested(amount));
      case State.NotRequested n -> List.of();
      case State.Settled s -> List.of();
    };
  }

  @Override
  public State evolve(State state, PaymentEvent event) {
    return switch (event) {
      case PaymentRequested(var customerId, var amount, var payWithin) ->
          new State.Requested(customerId, amount);
      case PaymentTimedOut timedOut ->
          state instanceof State.Requested(var customerId, var amount)
              ? new State.TimedOut(amount)
              : state;
      case PaymentSucceeded succeeded -> new State.Settled();
      case PaymentRefused refused -> new State.Settled();
      case RefundRequested requested -> new State.Settled();
      case PaymentRefunded refunded -> state;
      case RefundRefused refused -> state;
      case ReceiptSent sent -> state;
      case ReceiptNotSent notSent -> state;
    };
  }
}
