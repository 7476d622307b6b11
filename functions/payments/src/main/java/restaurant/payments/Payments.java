package restaurant.payments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.commands.Aggregate;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.json.Json;
import dev.eventfold.processes.CommandOn;
import dev.eventfold.processes.Deadline;
import dev.eventfold.processes.Effect;
import dev.eventfold.processes.Effect.Mode;
import dev.eventfold.processes.Process;
import dev.eventfold.processes.Reaction;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import restaurant.kernel.Money;
import restaurant.payments.OrderEvent.OrderPlaced;
import restaurant.payments.PaymentCommand.Charged;
import restaurant.payments.PaymentCommand.GiveUp;
import restaurant.payments.PaymentCommand.ReceiptSent;
import restaurant.payments.PaymentCommand.Refunded;
import restaurant.payments.PaymentCommand.RequestPayment;
import restaurant.payments.PaymentEvent.PaymentRequested;
import restaurant.payments.PaymentEvent.PaymentSucceeded;
import restaurant.payments.PaymentEvent.PaymentTimedOut;
import restaurant.payments.PaymentEvent.RefundRequested;

/**
 * The payments service: a process that follows orders. Each placed order is charged; what the bank
 * says goes back to orders as an event. Nobody sends it commands.
 */
public final class Payments {

  static final Aggregate<PaymentCommand, PaymentEvent, Payment.State> PAYMENT =
      Aggregate.of(new Payment(), PaymentEvent.TYPES);

  /** Banks know a key for a day; a call, and what clocks differ, are less than an hour. */
  private static final Mode OF_A_BANK = Mode.deduplicatedFor(Duration.ofHours(23));

  static final Process<PaymentCommand, PaymentEvent> PROCESS =
      Process.<PaymentCommand, PaymentEvent>of(PAYMENT)
          .reacting(new Reaction<>("request", "orders", OrderEvent.TYPES, Payments::request))
          .waking(new Deadline<>("pay", Payments::mustBePaid, new GiveUp()))
          .askingUntil(
              PaymentTimedOut.class,
              new Effect<>("charge", OF_A_BANK, Payments::charge, Charged::new))
          .owing(new Effect<>("refund", OF_A_BANK, Payments::refund, Refunded::new))
          .asking(new Effect<>("receipt", Mode.AT_MOST_ONCE, Payments::receipt, ReceiptSent::new));

  private static final Feed<PaymentEvent, PaymentView> FROM_PAYMENTS =
      Feed.of(PaymentView.VIEW, "payments", PaymentEvent.TYPES, new PaymentView.FromPayments());

  private static final Resource<PaymentEvent, PaymentView> PAYMENTS =
      Resource.at("/payments", FROM_PAYMENTS)
          .filter("customerId", Kind.TEXT)
          .filter("status", Kind.TEXT)
          .orderedBy("requestedAt")
          .byDefault("-requestedAt")
          .readBy(Readers.owner("customerId"))
          .build();

  public static final Service SERVICE =
      Service.named("payments")
          .decides(PAYMENT)
          .runs(PROCESS)
          .fedBy(FROM_PAYMENTS)
          .answers(PAYMENTS)
          .runAs(PaymentsFunction.class, PaymentsPublisher.class);

  private Payments() {}

  /** A payment is named as its order. */
  static Optional<CommandOn<PaymentCommand>> request(TypedEvent<OrderEvent> event) {
    return event.event() instanceof OrderPlaced(var customerId, var total, var paidBy)
            && paidBy.isPresent()
        ? Optional.of(
            CommandOn.creating(event.stream(), new RequestPayment(customerId, total, timeToPay())))
        : Optional.empty();
  }

  private static Optional<Instant> mustBePaid(TypedEvent<PaymentEvent> event) {
    return event.event() instanceof PaymentRequested requested
        ? Optional.of(event.envelope().timestamp().plus(requested.timeToPay()))
        : Optional.empty();
  }

  /** How long an order that is placed from now on waits for its payment. */
  private static Duration timeToPay() {
    return Settings.duration("TIME_TO_PAY", Duration.ofMinutes(15), Duration.ofSeconds(1));
  }

  private static Optional<JsonNode> charge(TypedEvent<PaymentEvent> event) {
    return event.event() instanceof PaymentRequested(var customerId, var amount, var payWithin)
        ? Optional.of(asked(event, customerId, amount))
        : Optional.empty();
  }

  private static Optional<JsonNode> refund(TypedEvent<PaymentEvent> event) {
    return event.event() instanceof RefundRequested(var amount)
        ? Optional.of(
            Json.TOLERANT
                .createObjectNode()
                .put("orderId", event.stream())
                .set("amount", Json.tree(amount)))
        : Optional.empty();
  }

  private static Optional<JsonNode> receipt(TypedEvent<PaymentEvent> event) {
    return event.event() instanceof PaymentSucceeded(var customerId, var amount)
        ? Optional.of(asked(event, customerId, amount))
        : Optional.empty();
  }

  private static JsonNode asked(TypedEvent<PaymentEvent> event, String customerId, Money amount) {
    return Json.TOLERANT
        .createObjectNode()
        .put("orderId", event.stream())
        .put("customerId", customerId)
        .set("amount", Json.tree(amount));
  }
}
