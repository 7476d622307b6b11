package restaurant.menu;

import dev.eventfold.gcp.service.ServicePublisher;

/** The entry point of what publishes the events of {@link Menu}. */
public final class MenuPublisher extends ServicePublisher {

  public MenuPublisher() {
    super(Menu.SERVICE);
  }
}
