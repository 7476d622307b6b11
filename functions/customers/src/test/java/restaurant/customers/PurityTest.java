package restaurant.customers;

import org.junit.jupiter.api.Test;
import restaurant.testing.DomainPurity;

class PurityTest {

  @Test
  void theDomainKnowsNoOutside() {
    DomainPurity.check(
        Customer.class,
        CustomerCommand.class,
        CustomerEvent.class,
        CustomerView.class,
        Address.class,
        Email.class);
  }
}
