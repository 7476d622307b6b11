package restaurant.menu;

import dev.eventfold.testing.DomainPurity;
import org.junit.jupiter.api.Test;
import restaurant.kernel.Money;

class PurityTest {

  @Test
  void theDomainKnowsNoOutside() {
    DomainPurity.check(
        Money.class,
        MenuItem.class,
        MenuItemCommand.class,
        MenuItemEvent.class,
        MenuItemView.class,
        OrderEvent.class);
  }
}
