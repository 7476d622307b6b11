package restaurant.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.testing.Events;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import restaurant.kernel.Money;
import restaurant.payments.OrderEvent.OrderPlaced;
import restaurant.payments.PaymentCommand.RequestPayment;
import restaurant.payments.PaymentEvent.PaymentRequested;

/** Whoever computes a deadline gets the same, whatever is set where they are. */
class PaidInTimeTest {

  private static final String SETTING = "time.to.pay";

  @AfterEach
  void nothingIsSet() {
    System.clearProperty(SETTING);
  }

  /** How long an order waits for its payment. */
  private static Duration deadline(Optional<String> payWithin) {
    var requested = List.of(new PaymentRequested("ann", Money.ZERO, payWithin));
    var event = Events.recorded("payments", "order", PaymentEvent.TYPES, requested).getFirst();
    var at = Payments.PROCESS.deadlines().getFirst().at();
    return Duration.between(
        event.timestamp(), at.apply(PaymentEvent.TYPES.read(event).orElseThrow()).orElseThrow());
  }

  @Test
  void aPaymentKeepsTheTimeThatItWasRequestedWith() {
    System.setProperty(SETTING, "PT5M");
    assertEquals(Duration.ofHours(1), deadline(Optional.of("PT1H")));
  }

  @Test
  void oneThatWasRequestedBeforeThatWasSaidHasAQuarterOfAnHour() {
    System.setProperty(SETTING, "PT5M");
    assertEquals(Duration.ofMinutes(15), deadline(Optional.empty()));
  }

  private static PaymentCommand request() {
    var placed = List.of(new OrderPlaced("ann", Money.ZERO, Optional.of("card")));
    var event = Events.recorded("orders", "order", OrderEvent.TYPES, placed).getFirst();
    var command = Payments.request(OrderEvent.TYPES.read(event).orElseThrow());
    return command.orElseThrow().command();
  }

  @Test
  void whatIsSetWhenTheOrderIsPlacedIsInTheRequest() {
    System.setProperty(SETTING, "PT5M");
    assertEquals(new RequestPayment("ann", Money.ZERO, Duration.ofMinutes(5)), request());
    System.clearProperty(SETTING);
    assertEquals(new RequestPayment("ann", Money.ZERO, Duration.ofMinutes(15)), request());
  }
}
