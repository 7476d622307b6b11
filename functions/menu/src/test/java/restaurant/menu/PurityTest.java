package restaurant.menu;

import org.junit.jupiter.api.Test;
import restaurant.testing.DomainPurity;

class PurityTest {

  @Test
  void theDomainKnowsNoOutside() {
    DomainPurity.check(
        MenuItem.class,
        MenuItemCommand.class,
        MenuItemEvent.class,
        MenuItemView.class,
        OrderEvent.class);
  }
}
