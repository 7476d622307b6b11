package restaurant.customers;

import dev.eventfold.events.EventTypes;
import dev.eventfold.personal.Personal;

/** What happened to a customer. */
public sealed interface CustomerEvent {

  EventTypes<CustomerEvent> TYPES =
      EventTypes.<CustomerEvent>own()
          .add("customerSignedUp", CustomerSignedUp.class)
          .add("addressAdded", AddressAdded.class)
          .add("customerErased", CustomerErased.class);

  record CustomerSignedUp(@Personal String name, @Personal String email) implements CustomerEvent {}

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

  /** Nothing of theirs can be read any more, and nothing comes after it. */
  record CustomerErased() implements CustomerEvent {}
}
