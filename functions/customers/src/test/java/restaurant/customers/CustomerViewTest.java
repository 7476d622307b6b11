package restaurant.customers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import restaurant.customers.CustomerEvent.AddressAdded;
import restaurant.customers.CustomerEvent.CustomerSignedUp;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.Metadata;
import restaurant.eventsourcing.RecordedEvent;

class CustomerViewTest {

  private static Optional<CustomerView> after(CustomerEvent... events) {
    var recorded = new ArrayList<RecordedEvent>();
    for (var event : events) {
      recorded.add(
          new RecordedEvent(
              UUID.randomUUID().toString(),
              Customers.SERVICE,
              "ann",
              recorded.size() + 1,
              CustomerEvent.TYPES.name(event),
              1,
              Instant.EPOCH,
              Json.tree(event),
              new Metadata("", "", "", "", "", "")));
    }
    return new CustomerView.FromCustomers().fold("ann", CustomerEvent.TYPES, recorded);
  }

  @Test
  void aCustomerHasAddressesInTheOrderInWhichTheyCame() {
    assertEquals(
        Optional.of(
            new CustomerView(
                "Ann",
                "Ann@Example.com",
                List.of(
                    new Address("work", "2 High St", "Springfield", "12345"),
                    new Address("home", "1 Main St", "Springfield", "12345")))),
        after(
            new CustomerSignedUp("Ann", "Ann@Example.com"),
            new AddressAdded("work", "2 High St", "Springfield", "12345"),
            new AddressAdded("home", "1 Main St", "Springfield", "12345")));
  }

  @Test
  void isFoundByEmailHoweverItIsWritten() {
    var view = after(new CustomerSignedUp("Ann", "Ann@Example.com")).orElseThrow();
    assertEquals(
        Map.of("name", "Ann", "email", "ann@example.com"), CustomerView.VIEW.index().apply(view));
  }
}
