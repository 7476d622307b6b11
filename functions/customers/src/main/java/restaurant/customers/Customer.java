package restaurant.customers;

import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.commands.Rules;
import dev.eventfold.personal.Personal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import restaurant.customers.CustomerCommand.AddAddress;
import restaurant.customers.CustomerCommand.EraseCustomer;
import restaurant.customers.CustomerCommand.SignUpCustomer;
import restaurant.customers.CustomerEvent.AddressAdded;
import restaurant.customers.CustomerEvent.CustomerErased;
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
    record SignedUp(@Personal String email, @Personal Set<String> nicknames) implements State {

      SignedUp plus(String nickname) {
        var more = new TreeSet<>(nicknames);
        more.add(nickname);
        return new SignedUp(email, more);
      }
    }

    record Erased() implements State {}
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
      case EraseCustomer erase -> erase(state);
    };
  }

  /** That nobody else has the e-mail is for the event store to see to, see {@link Email#claim}. */
  private static List<CustomerEvent> signUp(State state, SignUpCustomer command) {
    new Rules()
        .text(command.name(), "name", "Name", MAX_NAME)
        .that(Email.isValid(command.email()), "email", "Email must be valid.")
        .check();
    return switch (state) {
      case State.Unknown() -> List.of(new CustomerSignedUp(command.name(), command.email()));
      case State.SignedUp signedUp ->
          throw Rejection.conflict("Customer must not be signed up yet.");
      case State.Erased() -> throw erased();
    };
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
      case State.Erased() -> throw erased();
      case State.SignedUp(var email, var nicknames) -> {
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

  private static List<CustomerEvent> erase(State state) {
    return switch (state) {
      case State.Unknown() -> throw notFound();
      case State.SignedUp signedUp -> List.of(new CustomerErased());
      case State.Erased() -> List.of();
    };
  }

  private static Rejection erased() {
    return Rejection.conflict("Customer was erased.");
  }

  static Rejection notFound() {
    return Rejection.notFound("Customer not found.");
  }

  @Override
  public State evolve(State state, CustomerEvent event) {
    return switch (event) {
      case CustomerSignedUp(var name, var email) -> new State.SignedUp(email, Set.of());
      case CustomerErased erased -> new State.Erased();
      case AddressAdded added ->
          switch (state) {
            case State.Unknown unknown -> unknown;
            case State.Erased erased -> erased;
            case State.SignedUp customer -> customer.plus(added.nickname());
          };
    };
  }
}
