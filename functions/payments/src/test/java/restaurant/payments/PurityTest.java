package restaurant.payments;

import dev.eventfold.testing.DomainPurity;
import org.junit.jupiter.api.Test;
import restaurant.kernel.Money;

class PurityTest {

  @Test
  void theDomainKnowsNoOutside() {
    DomainPurity.check(
        Money.class,
        Payment.class,
        PaymentCommand.class,
        PaymentEvent.class,
        PaymentView.class,
        OrderEvent.class);
  }
}
