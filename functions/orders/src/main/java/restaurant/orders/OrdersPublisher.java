package restaurant.orders;

import dev.eventfold.gcp.service.ServicePublisher;

/** The entry point of what publishes the events of {@link Orders}. */
public final class OrdersPublisher extends ServicePublisher {

  public OrdersPublisher() {
    super(Orders.SERVICE);
  }
}
