package restaurant.payments;

import dev.eventfold.events.TypedEvent;
import dev.eventfold.personal.Person;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import restaurant.kernel.Money;
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
 * A payment as guest and staff see it; its id is the order's. Times are texts by RFC 3339.
 *
 * @param status "requested", "paid", "refused", "timedOut", "refundRequested", "refunded" or
 *     "refundRefused"
 * @param reason why it, or its refund, was refused
 * @param receipt "sent" or "notSent", once that is known
 * @param changedAt when the status changed last
 */
public record PaymentView(
    @Person String customerId,
    Money amount,
    String status,
    Optional<String> reason,
    Optional<String> receipt,
    String requestedAt,
    String changedAt) {

  public static final View<PaymentView> VIEW =
      new View<>("payments", PaymentView.class, PaymentView::index);

  /** What it is found by. */
  private Map<String, Object> index() {
    return Map.of(
        "customerId", customerId, "status", status, "requestedAt", Instant.parse(requestedAt));
  }

  private PaymentView with(String next, Optional<String> why, Instant at) {
    return new PaymentView(customerId, amount, next, why, receipt, requestedAt, at.toString());
  }

  private PaymentView receipt(String next) {
    return new PaymentView(
        customerId, amount, status, reason, Optional.of(next), requestedAt, changedAt);
  }

  /** How it follows from the events. */
  public static final class FromPayments implements Projection<PaymentEvent, PaymentView> {

    @Override
    public Optional<PaymentView> evolve(
        String document, Optional<PaymentView> view, TypedEvent<PaymentEvent> event) {
      var at = event.envelope().timestamp();
      return switch (event.event()) {
        case PaymentRequested(var customerId, var amount, var payWithin) ->
            Optional.of(
                new PaymentView(
                    customerId,
                    amount,
                    "requested",
                    Optional.empty(),
                    Optional.empty(),
                    at.toString(),
                    at.toString()));
        case PaymentSucceeded succeeded -> is(view, "paid", at);
        case PaymentRefused(var reason) -> is(view, "refused", reason, at);
        case PaymentTimedOut timedOut -> is(view, "timedOut", at);
        case RefundRequested requested -> is(view, "refundRequested", at);
        case PaymentRefunded refunded -> is(view, "refunded", at);
        case RefundRefused(var reason) -> is(view, "refundRefused", reason, at);
        case ReceiptSent sent -> view.map(it -> it.receipt("sent"));
        case ReceiptNotSent notSent -> view.map(it -> it.receipt("notSent"));
      };
    }

    private static Optional<PaymentView> is(Optional<PaymentView> view, String status, Instant at) {
      return view.map(it -> it.with(status, Optional.empty(), at));
    }

    private static Optional<PaymentView> is(
        Optional<PaymentView> view, String status, String reason, Instant at) {
      return view.map(it -> it.with(status, Optional.of(reason), at));
    }
  }
}
