package restaurant.ops.persons;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.personal.KeyedHash;
import dev.eventfold.store.Reservation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import restaurant.ops.Memory;
import restaurant.system.Restaurant;

class RehashTest {

  private static final Reservation EMAIL =
      new Reservation("email", "a@example.org", "Email is already taken.");

  private static final byte[] OLD = "an old key, thirty-two bytes long".getBytes();
  private static final byte[] NEW = "a new key, thirty-two bytes long!".getBytes();

  private final Memory memory = new Memory();

  private long rehash() {
    return new Rehash(Restaurant.SYSTEM, memory).run();
  }

  private List<Reservation> taken() {
    var data = Restaurant.SYSTEM.service("customers").personalData();
    return memory.opening(data).eventStore("customers").taken(List.of(EMAIL));
  }

  @Test
  void whatIsClaimedIsClaimedByTheNewKeyToo() {
    memory.signedUp("ada", 2);
    memory.hashedBy(KeyedHash.of(Map.of(1, OLD, 2, NEW)));
    assertEquals(List.of(), taken());
    assertEquals(1, rehash());

    memory.hashedBy(KeyedHash.of(Map.of(2, NEW)));
    assertEquals(List.of(EMAIL), taken());
    assertEquals(1, rehash());
  }

  @Test
  void whatWasLetGoIsNot() {
    memory.signedUp("ada", 1);
    memory.erased("ada", 3);
    assertEquals(0, rehash());
    memory.personKeys().forget("ada");
    assertEquals(0, rehash());
    assertEquals(List.of(), taken());
  }
}
