package restaurant.customers;

import dev.eventfold.gcp.service.ServicePublisher;

/** The entry point of what publishes the events of {@link Customers}. */
public final class CustomersPublisher extends ServicePublisher {

  public CustomersPublisher() {
    super(Customers.SERVICE);
  }
}
