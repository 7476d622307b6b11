package restaurant.ops.persons;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import restaurant.ops.Memory;
import restaurant.system.Restaurant;

class ErasuresTest {

  private final Memory memory = new Memory();
  private final List<String> said = new ArrayList<>();

  private long pending() {
    said.clear();
    return new Erasures(Restaurant.SYSTEM, memory).each(found -> said.add(found.text()));
  }

  @Test
  void anErasureIsDoneWhenTheKeyIsGone() {
    memory.signedUp("ada", 1);
    memory.signedUp("bob", 0);
    assertEquals(0, pending());
    assertEquals(List.of(), said);

    memory.erased("ada", 3);
    assertEquals(1, pending());
    assertEquals(1, said.stream().filter(it -> it.endsWith("ada  the key is still there")).count());

    memory.personKeys().forget("ada");
    assertEquals(0, pending());
    assertEquals(1, said.stream().filter(it -> it.endsWith("ada  the key is gone")).count());
  }
}
