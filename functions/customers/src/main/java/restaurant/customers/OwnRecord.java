package restaurant.customers;

import restaurant.google.http.Caller;
import restaurant.google.http.CommandAccess;

/** Customers act on their own record, which is one for each; staff on any. */
final class OwnRecord implements CommandAccess<CustomerCommand> {

  @Override
  public void check(Caller caller, String customerId, CustomerCommand command) {
    caller.mustOwn(customerId);
  }

  /** A guest who signs up is the customer ever after; staff sign up guests who have no token. */
  @Override
  public String newId(Caller caller, String derived) {
    return caller.staff() ? derived : caller.customerId();
  }
}
