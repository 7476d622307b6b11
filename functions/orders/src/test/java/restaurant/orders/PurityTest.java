package restaurant.orders;

import dev.eventfold.testing.DomainPurity;
import org.junit.jupiter.api.Test;
import restaurant.kernel.Money;

class PurityTest {

  @Test
  void theDomainKnowsNoOutside() {
    DomainPurity.check(
        Money.class,
        Order.class,
        EnrichedOrderCommand.class,
        OrderEvent.class,
        OrderState.class,
        OrderView.class,
        FromOrders.class,
        KnownMenuItem.class,
        KnownCustomer.class,
        Address.class,
        OrderCommand.class,
        PaymentEvent.class);
  }
}
