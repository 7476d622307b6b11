package restaurant.customers;

import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.commands.Rules;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import restaurant.customers.CustomerCommand.AddAddress;
import restaurant.customers.CustomerCommand.SignUpCustomer;
import restaurant.customers.CustomerEvent.AddressAdded;
import restaurant.customers.CustomerEvent.CustomerSignedUp;

/** A customer: the rules for signing up, and for addresses. */
public final class Customer implements Decider<CustomerCommand, CustomerEvent, Customer.State> {

  private static final int MAX_NAME = 200;
  private static final int MAX_NICKNAME = 50;
  private static final int MAX_LINE = 200;
  private static final int MAX_POSTAL_CODE = 20;
  static final int MAX_ADDRESSES = 50;

  /** The phases of a customer. */
  public sealed interface State {
    record Unknown() implements State {}

    /**
     * @param nicknames of the addresses
     */
    record SignedUp(Set<String> nicknames) implements State {

      SignedUp plus(String nickname) {
        var more = new TreeSet<>(nicknames);
        more.add(nickname);
        return new SignedUp(more);
      }
    }
  }

  @Override
  public State initial() {
    return new State.Unknown();
  }

  @Override
  public List<CustomerEvent> decide(State state, CustomerCommand command) {
    return switch (command) {
      case SignUpCustomer signUp -> signUp(state, signUp);
      case AddAddress add -> addAddress(state, add);
    };
  }

  /** That nobody else has the e-mail is for the event store to see to, see {@link Email#claim}. */
  private static List<CustomerEvent> signUp(State state, SignUpCustomer command) {
    new Rules()
        .text(command.name(), "name", "Name", MAX_NAME)
        .that(Email.isValid(command.email()), "email", "Email must be valid.")
        .check();
    if (state instanceof State.SignedUp) {
      throw Rejection.conflict("Customer must not be signed up yet.");
    }
    return List.of(new CustomerSignedUp(command.name(), command.email()));
  }

  private static List<CustomerEvent> addAddress(State state, AddAddress command) {
    new Rules()
        .text(command.nickname(), "nickname", "Address nickname", MAX_NICKNAME)
        .text(command.street(), "street", "Street", MAX_LINE)
        .text(command.city(), "city", "City", MAX_LINE)
        .text(command.postalCode(), "postalCode", "Postal code", MAX_POSTAL_CODE)
        .check();
    switch (state) {
      case State.Unknown() -> throw notFound();
      case State.SignedUp(var nicknames) -> {
        if (nicknames.contains(command.nickname())) {
          throw Rejection.conflict("Address nickname must be unique.");
        }
        if (nicknames.size() == MAX_ADDRESSES) {
          throw Rejection.conflict(
              "Customer must have at most %d addresses.".formatted(MAX_ADDRESSES));
        }
      }
    }
    return List.of(
        new AddressAdded(
            command.nickname(), command.street(), command.city(), command.postalCode()));
  }

  static Rejection notFound() {
    return Rejection.notFound("Customer not found.");
  }

  @Override
  public State evolve(State state, CustomerEvent event) {
    return switch (event) {
      case CustomerSignedUp signedUp -> new State.SignedUp(Set.of());
      case AddressAdded added ->
          switch (state) {
            case State.Unknown unknown -> unknown;
            case State.SignedUp customer -> customer.plus(added.nickname());
          };
    };
  }
}
