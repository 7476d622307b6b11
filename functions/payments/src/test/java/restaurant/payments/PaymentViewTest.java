package restaurant.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.testing.Events;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

class PaymentViewTest {

  private static final String NOON = Events.NOON.toString();
  private static final Money TWENTY = Money.of(new BigDecimal("20"));
  private static final PaymentEvent REQUESTED =
      new PaymentRequested("ann", TWENTY, Optional.empty());
  private static final PaymentEvent SUCCEEDED = new PaymentSucceeded("ann", TWENTY);

  private static PaymentView after(PaymentEvent... events) {
    var recorded = Events.recorded("payments", "order", PaymentEvent.TYPES, List.of(events));
    return new PaymentView.FromPayments().fold("order", PaymentEvent.TYPES, recorded).orElseThrow();
  }

  @Test
  void saysWhatIsAskedForAndWhen() {
    assertEquals(
        new PaymentView("ann", TWENTY, "requested", Optional.empty(), Optional.empty(), NOON, NOON),
        after(REQUESTED));
  }

  @Test
  void saysHowItEnded() {
    assertEquals("paid", after(REQUESTED, SUCCEEDED).status());
    assertEquals("timedOut", after(REQUESTED, new PaymentTimedOut()).status());
    var refused = after(REQUESTED, new PaymentRefused("Card declined."));
    assertEquals("refused", refused.status());
    assertEquals(Optional.of("Card declined."), refused.reason());
  }

  @Test
  void saysWhatBecameOfTheRefund() {
    var late = new RefundRequested(TWENTY);
    var timedOut = new PaymentTimedOut();
    assertEquals("refundRequested", after(REQUESTED, timedOut, late).status());
    assertEquals("refunded", after(REQUESTED, timedOut, late, new PaymentRefunded()).status());
    var refused = after(REQUESTED, timedOut, late, new RefundRefused("Account closed."));
    assertEquals("refundRefused", refused.status());
    assertEquals(Optional.of("Account closed."), refused.reason());
  }

  @Test
  void saysWhatBecameOfTheReceipt() {
    assertEquals(Optional.of("sent"), after(REQUESTED, SUCCEEDED, new ReceiptSent()).receipt());
    assertEquals(
        Optional.of("notSent"), after(REQUESTED, SUCCEEDED, new ReceiptNotSent("x")).receipt());
  }

  @Test
  void isFoundByCustomerStatusAndTime() {
    assertEquals(
        Map.of("customerId", "ann", "status", "requested", "requestedAt", Events.NOON),
        PaymentView.VIEW.index().apply(after(REQUESTED)));
  }
}
