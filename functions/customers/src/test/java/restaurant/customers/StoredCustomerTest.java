package restaurant.customers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.commands.LoadedStream;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryQueryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import restaurant.customers.CustomerEvent.AddressAdded;
import restaurant.customers.CustomerEvent.CustomerSignedUp;

/** What is stored is stored for ever: these texts do not change. */
class StoredCustomerTest {

  record Stored(String type, String payload, CustomerEvent event) {}

  static List<Stored> events() {
    return List.of(
        new Stored(
            "customerSignedUp",
            "{\"name\":\"Ann\",\"email\":\"ann@example.com\"}",
            new CustomerSignedUp("Ann", "ann@example.com")),
        new Stored(
            "addressAdded",
            "{\"nickname\":\"home\",\"street\":\"1 Main St\",\"city\":\"Springfield\","
                + "\"postalCode\":\"12345\"}",
            new AddressAdded("home", "1 Main St", "Springfield", "12345")));
  }

  @ParameterizedTest
  @MethodSource("events")
  void eventsAreStoredAsTheyAlwaysWere(Stored stored) throws Exception {
    assertEquals(stored.type(), CustomerEvent.TYPES.name(stored.event()));
    assertEquals(stored.payload(), Json.text(Json.tree(stored.event())));
    assertEquals(
        stored.event(),
        Json.TOLERANT.treeToValue(Json.parse(stored.payload()), stored.event().getClass()));
  }

  @Test
  void snapshotsGiveBackWhatTheyWereGiven() {
    var snapshots = Customers.CUSTOMER.snapshots("customers", new InMemoryQueryStore());
    var state = new Customer.State.SignedUp(Set.of("home", "work"));
    var folded =
        new LoadedStream<Customer.State>(
            "ann", 3, state, Map.of("c", new LoadedStream.Seen("hash", 3, 3)));
    snapshots.save(folded);
    assertEquals(Optional.of(folded), snapshots.load("ann"));
  }
}
