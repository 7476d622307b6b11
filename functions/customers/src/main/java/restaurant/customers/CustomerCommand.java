package restaurant.customers;

import dev.eventfold.commands.CommandTypes;

/** What a customer can do. */
public sealed interface CustomerCommand {

  CommandTypes<CustomerCommand> TYPES =
      new CommandTypes<CustomerCommand>()
          .creates("signUpCustomer", SignUpCustomer.class)
          .changes("addAddress", AddAddress.class)
          .changes("eraseCustomer", EraseCustomer.class);

  record SignUpCustomer(String name, String email) implements CustomerCommand {}

  record AddAddress(String nickname, String street, String city, String postalCode)
      implements CustomerCommand {}

  /** For good: who is erased can't come back as the same customer. */
  record EraseCustomer() implements CustomerCommand {}
}
