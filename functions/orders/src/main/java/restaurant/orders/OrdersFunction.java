package restaurant.orders;

import dev.eventfold.gcp.service.ServiceFunction;

/** The entry point of every HTTP function of {@link Orders}. */
public final class OrdersFunction extends ServiceFunction {

  public OrdersFunction() {
    super(Orders.SERVICE);
  }
}
