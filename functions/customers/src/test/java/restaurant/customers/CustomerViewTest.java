package restaurant.customers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.testing.ProjectionSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import restaurant.customers.CustomerEvent.AddressAdded;
import restaurant.customers.CustomerEvent.CustomerSignedUp;

class CustomerViewTest {

  private static ProjectionSpecification<CustomerEvent, CustomerView> given(
      CustomerEvent... events) {
    return ProjectionSpecification.of(new CustomerView.FromCustomers(), CustomerEvent.TYPES)
        .given(events);
  }

  @Test
  void aCustomerHasAddressesInTheOrderInWhichTheyCame() {
    given(
            new CustomerSignedUp("Ann", "Ann@Example.com"),
            new AddressAdded("work", "2 High St", "Springfield", "12345"),
            new AddressAdded("home", "1 Main St", "Springfield", "12345"))
        .thenShows(
            new CustomerView(
                "Ann",
                "Ann@Example.com",
                List.of(
                    new Address("work", "2 High St", "Springfield", "12345"),
                    new Address("home", "1 Main St", "Springfield", "12345"))));
  }

  @Test
  void whoIsErasedIsNotShown() {
    given(new CustomerSignedUp("Ann", "ann@example.com"), new CustomerEvent.CustomerErased())
        .thenShowsNothing();
  }

  @Test
  void isFoundByEmailHoweverItIsWritten() {
    assertEquals(
        Map.of("name", "Ann", "email", "ann@example.com"),
        CustomerView.VIEW.index().apply(new CustomerView("Ann", "Ann@Example.com", List.of())));
  }
}
