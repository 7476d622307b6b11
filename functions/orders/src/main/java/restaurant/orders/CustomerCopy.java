package restaurant.orders;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Orders' own copy of a customer: that there is one, and the addresses. */
public record CustomerCopy(List<Address> addresses) {

  public static final View<CustomerCopy> VIEW =
      new View<>("orders-customers", CustomerCopy.class, customer -> Map.of());

  /** What orders want to know of customers: no name, no e-mail. */
  public sealed interface CustomerEvent {

    EventTypes<CustomerEvent> TYPES =
        EventTypes.<CustomerEvent>foreign()
            .add("customerSignedUp", CustomerSignedUp.class)
            .add("addressAdded", AddressAdded.class);

    record CustomerSignedUp() implements CustomerEvent {}

    record AddressAdded(String nickname, String street, String city, String postalCode)
        implements CustomerEvent {

      Address address() {
        return new Address(nickname, street, city, postalCode);
      }
    }
  }

  Optional<Address> address(String nickname) {
    return addresses.stream().filter(address -> address.nickname().equals(nickname)).findFirst();
  }

  /** How it follows from the events of customers. */
  public static final class FromCustomers implements Projection<CustomerEvent, CustomerCopy> {

    @Override
    public Optional<CustomerCopy> evolve(
        String document, Optional<CustomerCopy> copy, TypedEvent<CustomerEvent> event) {
      return switch (event.event()) {
        case CustomerEvent.CustomerSignedUp signedUp -> Optional.of(new CustomerCopy(List.of()));
        case CustomerEvent.AddressAdded added ->
            copy.map(
                old ->
                    new CustomerCopy(
                        Stream.concat(old.addresses().stream(), Stream.of(added.address()))
                            .toList()));
      };
    }
  }
}
