package restaurant.widgets;

import dev.eventfold.gcp.service.ServiceFunction;

/** The entry point of every HTTP function of {@link Widgets}. */
public final class WidgetsFunction extends ServiceFunction {

  public WidgetsFunction() {
    super(Widgets.SERVICE);
  }
}
