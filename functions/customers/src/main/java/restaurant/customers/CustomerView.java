package restaurant.customers;

import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import restaurant.customers.CustomerEvent.AddressAdded;
import restaurant.customers.CustomerEvent.CustomerErased;
import restaurant.customers.CustomerEvent.CustomerSignedUp;

/**
 * A customer as the customer and the staff see them. Plain, since they are found by name and
 * e-mail: the one place where they are, and it is emptied when they are erased.
 */
public record CustomerView(String name, String email, List<Address> addresses) {

  public static final View<CustomerView> VIEW =
      new View<>("customers", CustomerView.class, CustomerView::index);

  private Map<String, Object> index() {
    return Map.of("name", name, "email", Email.canonical(email));
  }

  private CustomerView plus(Address address) {
    return new CustomerView(
        name, email, Stream.concat(addresses.stream(), Stream.of(address)).toList());
  }

  /** How it follows from the customer's events. */
  public static final class FromCustomers implements Projection<CustomerEvent, CustomerView> {

    @Override
    public Optional<CustomerView> evolve(
        String document, Optional<CustomerView> view, TypedEvent<CustomerEvent> event) {
      return switch (event.event()) {
        case CustomerSignedUp(var name, var email) ->
            Optional.of(new CustomerView(name, email, List.of()));
        case AddressAdded added -> view.map(customer -> customer.plus(added.address()));
        case CustomerErased erased -> Optional.empty();
      };
    }
  }
}
