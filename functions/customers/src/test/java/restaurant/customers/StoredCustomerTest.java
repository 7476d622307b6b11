package restaurant.customers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.commands.LoadedStream;
import dev.eventfold.commands.RecentCommands;
import dev.eventfold.memory.InMemoryQueryStore;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredCustomerTest {

  @Test
  void snapshotsGiveBackWhatTheyWereGiven() {
    var snapshots = Customers.CUSTOMER.snapshots("customers", new InMemoryQueryStore());
    var state = new Customer.State.SignedUp("ann@example.com", Set.of("home", "work"));
    var commands = RecentCommands.of("c", 3);
    var folded = new LoadedStream<Customer.State>("ann", 3, state, commands, 0).measured();
    snapshots.save(folded);
    assertEquals(Optional.of(folded), snapshots.load("ann"));
  }
}
