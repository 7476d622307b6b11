package restaurant.ops.persons;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A key that is dropped too early takes with it what was hashed by it alone. */
class HashKeysTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static Optional<String> refusal(int version, Instant now) {
    var made = new TreeMap<>(Map.of(1, NOON.minusSeconds(86_400), 2, NOON));
    return HashKeys.refusal(version, made, now);
  }

  @Test
  void anOldKeyIsDroppedOnceEverybodyKnowsTheNewOne() {
    assertEquals(Optional.empty(), refusal(1, NOON.plusSeconds(3_600)));
  }

  @Test
  void notWhileAnInstanceMayNotKnowTheNewOne() {
    assertEquals(
        Optional.of(
            "--drop: version 2 is of 2026-01-31T12:00:00Z: functions may not know it yet. Wait for an"
                + " hour."),
        refusal(1, NOON.plusSeconds(3_599)));
  }

  @Test
  void notTheNewest() {
    assertEquals(
        Optional.of("--drop: version 2 is the newest: --add another one first."),
        refusal(2, NOON.plusSeconds(86_400)));
  }

  @Test
  void notOneThatIsNotThere() {
    assertEquals(
        Optional.of("--drop: there is no version 3."), refusal(3, NOON.plusSeconds(86_400)));
  }
}
