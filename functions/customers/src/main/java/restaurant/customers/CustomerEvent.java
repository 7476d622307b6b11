package restaurant.customers;

import dev.eventfold.events.EventTypes;

/** What happened to a customer. */
public sealed interface CustomerEvent {

  EventTypes<CustomerEvent> TYPES =
      EventTypes.<CustomerEvent>own()
          .add("customerSignedUp", CustomerSignedUp.class)
          .add("addressAdded", AddressAdded.class);

  record CustomerSignedUp(String name, String email) implements CustomerEvent {}

  record AddressAdded(String nickname, String street, String city, String postalCode)
      implements CustomerEvent {

    Address address() {
      return new Address(nickname, street, city, postalCode);
    }
  }
}
