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
        OrderCommand.class,
        OrderEvent.class,
        OrderState.class,
        OrderView.class,
        FromOrders.class,
        MenuCopy.class,
        CustomerCopy.class,
        Address.class,
        OrderRequest.class);
  }
}
