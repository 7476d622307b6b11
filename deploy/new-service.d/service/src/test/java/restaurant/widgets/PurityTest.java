package restaurant.widgets;

import dev.eventfold.testing.DomainPurity;
import org.junit.jupiter.api.Test;

class PurityTest {

  @Test
  void theDomainKnowsNoOutside() {
    DomainPurity.check(Widget.class, WidgetCommand.class, WidgetEvent.class, WidgetView.class);
  }
}
