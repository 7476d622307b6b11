package restaurant.customers;

import dev.eventfold.gcp.service.ServiceFunction;

/** The entry point of every HTTP function of {@link Customers}. */
public final class CustomersFunction extends ServiceFunction {

  public CustomersFunction() {
    super(Customers.SERVICE);
  }
}
