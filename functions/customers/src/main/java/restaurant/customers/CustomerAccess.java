package restaurant.customers;

import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.http.Caller;
import java.util.Optional;
import restaurant.customers.CustomerCommand.SignUpCustomer;

/**
 * Customers act on their own record, which is one for each and has the e-mail address that their
 * token has verified; staff on any, with any.
 */
final class CustomerAccess implements CommandAccess<CustomerCommand> {

  /** Nobody learns who else is a customer. */
  @Override
  public void mayActOn(Caller caller, Optional<String> customerId) {
    if (customerId.filter(id -> !caller.owns(id)).isPresent()) {
      throw Customer.notFound();
    }
  }

  @Override
  public void mayAskFor(Caller caller, String customerId, CustomerCommand command) {
    if (command instanceof SignUpCustomer signUp && !maySignUpWith(caller, signUp.email())) {
      caller.mayNotGive("email", "Email must be the one that your token has verified.");
    }
  }

  /** With any other address, guests could claim those of others, and find out which are taken. */
  private static boolean maySignUpWith(Caller caller, String email) {
    var verified = caller.email().map(Email::canonical);
    return caller.staff() || verified.equals(Optional.of(Email.canonical(email)));
  }

  /** A guest who signs up is the customer ever after; staff sign up guests who have no token. */
  @Override
  public String newId(Caller caller, String derived) {
    return caller.staff() ? derived : caller.id();
  }
}
