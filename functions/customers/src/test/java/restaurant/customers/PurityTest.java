package restaurant.customers;

import dev.eventfold.testing.DomainPurity;
import org.junit.jupiter.api.Test;

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
