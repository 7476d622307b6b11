package restaurant.widgets;

import dev.eventfold.gcp.service.ServicePublisher;

/** The entry point of what publishes the events of {@link Widgets}. */
public final class WidgetsPublisher extends ServicePublisher {

  public WidgetsPublisher() {
    super(Widgets.SERVICE);
  }
}
