package restaurant.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.eventfold.processes.Effect;
import dev.eventfold.processes.Outcome;
import dev.eventfold.testing.DeciderSpecification;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

class PaymentTest {

  private static final Money TWENTY = Money.of(new BigDecimal("20"));
  private static final Outcome DONE = new Outcome.Done(NullNode.getInstance());
  private static final Outcome NO = new Outcome.Refused("Card declined.");
  private static final PaymentEvent REQUESTED =
      new PaymentRequested("ann", TWENTY, Optional.of("PT1H"));
  private static final PaymentEvent SUCCEEDED = new PaymentSucceeded("ann", TWENTY);
  private static final PaymentEvent TIMED_OUT = new PaymentTimedOut();

  private static DeciderSpecification<PaymentCommand, PaymentEvent, Payment.State> given(
      PaymentEvent... events) {
    return DeciderSpecification.of(new Payment()).given(events);
  }

  @Test
  void isRequestedOnce() {
    var request = new RequestPayment("ann", TWENTY, Duration.ofHours(1));
    given().when(request).then(REQUESTED);
    given(REQUESTED).when(request).then();
  }

  @Test
  void succeedsInTime() {
    given(REQUESTED).when(new Charged(DONE)).then(SUCCEEDED);
  }

  /** A guest whose card is declined pays nothing; one whose refund is declined is owed it. */
  @Test
  void aRefundIsOwed() {
    var owed = Payments.PROCESS.effects().stream().filter(Effect::isOwed).map(Effect::name);
    assertEquals(List.of("refund"), owed.toList());
  }

  @Test
  void isRefused() {
    given(REQUESTED).when(new Charged(NO)).then(new PaymentRefused("Card declined."));
  }

  @Test
  void timesOutUnlessThereIsAnAnswer() {
    given(REQUESTED).when(new GiveUp()).then(TIMED_OUT);
    given(REQUESTED, SUCCEEDED).when(new GiveUp()).then();
    given(REQUESTED, new PaymentRefused("No.")).when(new GiveUp()).then();
    given(REQUESTED, TIMED_OUT).when(new GiveUp()).then();
    given().when(new GiveUp()).then();
  }

  @Test
  void isGivenBackWhenItComesTooLate() {
    given(REQUESTED, TIMED_OUT).when(new Charged(DONE)).then(new RefundRequested(TWENTY));
    given(REQUESTED, TIMED_OUT, new RefundRequested(TWENTY))
        .when(new Refunded(DONE))
        .then(new PaymentRefunded());
    given(REQUESTED, TIMED_OUT, new RefundRequested(TWENTY))
        .when(new Refunded(NO))
        .then(new RefundRefused("Card declined."));
  }

  @Test
  void aRefusalThatComesTooLateIsHeard() {
    given(REQUESTED, TIMED_OUT).when(new Charged(NO)).then(new PaymentRefused("Card declined."));
  }

  @Test
  void hasAReceiptOrNot() {
    given(REQUESTED, SUCCEEDED).when(new PaymentCommand.ReceiptSent(DONE)).then(new ReceiptSent());
    given(REQUESTED, SUCCEEDED)
        .when(new PaymentCommand.ReceiptSent(NO))
        .then(new ReceiptNotSent("Card declined."));
  }
}
