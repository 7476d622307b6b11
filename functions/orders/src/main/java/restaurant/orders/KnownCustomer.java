package restaurant.orders;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.personal.Personal;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A customer as orders know them, from a copy of their own: that there is one, and the addresses.
 */
public record KnownCustomer(@Personal List<Address> addresses) {

  static final View<KnownCustomer> VIEW =
      new View<>("orders-customers", KnownCustomer.class, customer -> Map.of());

  static final Feed<CustomerEvent, KnownCustomer> FROM_CUSTOMERS =
      Feed.of(VIEW, "customers", CustomerEvent.TYPES, new FromCustomers());

  /** What orders want to know of customers: no name, no e-mail. */
  public sealed interface CustomerEvent {

    EventTypes<CustomerEvent> TYPES =
        EventTypes.<CustomerEvent>foreign()
            .add("customerSignedUp", CustomerSignedUp.class)
            .add("addressAdded", AddressAdded.class)
            .add("customerErased", CustomerErased.class);

    record CustomerSignedUp() implements CustomerEvent {}

    record AddressAdded(
        @Personal String nickname,
        @Personal String street,
        @Personal String city,
        @Personal String postalCode)
        implements CustomerEvent {

      Address address() {
        return new Address(nickname, street, city, postalCode);
      }
    }

    record CustomerErased() implements CustomerEvent {}
  }

  Optional<Address> address(String nickname) {
    return addresses.stream().filter(address -> address.nickname().equals(nickname)).findFirst();
  }

  /** How it follows from the events of customers. */
  public static final class FromCustomers implements Projection<CustomerEvent, KnownCustomer> {

    @Override
    public Optional<KnownCustomer> evolve(
        String document, Optional<KnownCustomer> copy, TypedEvent<CustomerEvent> event) {
      return switch (event.event()) {
        case CustomerEvent.CustomerSignedUp signedUp -> Optional.of(new KnownCustomer(List.of()));
        case CustomerEvent.AddressAdded added ->
            copy.map(
                old ->
                    new KnownCustomer(
                        Stream.concat(old.addresses().stream(), Stream.of(added.address()))
                            .toList()));
        case CustomerEvent.CustomerErased erased -> Optional.empty();
      };
    }
  }
}
