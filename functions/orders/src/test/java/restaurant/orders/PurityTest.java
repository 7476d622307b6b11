package restaurant.orders;

import org.junit.jupiter.api.Test;
import restaurant.testing.DomainPurity;

class PurityTest {

  @Test
  void theDomainKnowsNoOutside() {
    DomainPurity.check(
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
