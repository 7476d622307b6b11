package restaurant.menu;

import dev.eventfold.gcp.service.ServiceFunction;

/** The entry point of every HTTP function of {@link Menu}. */
public final class MenuFunction extends ServiceFunction {

  public MenuFunction() {
    super(Menu.SERVICE);
  }
}
