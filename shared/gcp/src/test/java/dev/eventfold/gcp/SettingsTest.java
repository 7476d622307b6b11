package dev.eventfold.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.processes.Memory;
import dev.eventfold.gcp.processes.Pickups;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @AfterEach
  void nothingIsSet() {
    System.clearProperty("time.to.rest");
    System.clearProperty("effect.lease");
    System.clearProperty("firestore.emulator.host");
  }

  private static Duration timeToRest(String text) {
    System.setProperty("time.to.rest", text);
    return Settings.duration("TIME_TO_REST", HOUR, SECOND);
  }

  @Test
  void aTimeIsWhatIsSetOrWhatItIsOtherwise() {
    assertEquals(Duration.ofMinutes(90), timeToRest("PT1H30M"));
    assertEquals(HOUR, timeToRest(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"15m", "PT", "PT0S", "PT0.5S", "PT-15M", "-PT15M"})
  void whatIsNoneIsRefusedByItsName(String text) {
    var refused = assertThrows(IllegalArgumentException.class, () -> timeToRest(text));
    assertEquals(
        "TIME_TO_REST must be a time like PT2M or P1DT12H, at least PT1S, not \"%s\"."
            .formatted(text),
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"60", "0s", "-5s", "a minute"})
  void soIsATimeout(String text) {
    System.setProperty("time.to.rest", text);
    var refused =
        assertThrows(IllegalArgumentException.class, () -> Settings.timeout("TIME_TO_REST"));
    assertEquals(
        "TIME_TO_REST must be a time like 60s, not \"%s\".".formatted(text), refused.getMessage());
  }

  /** Or what is still being asked would pass for unanswered. */
  @Test
  void aLeaseIsLongerThanACallButForEmulators() {
    var service = new Pickups("pickups", "parcels").service();
    System.setProperty("effect.lease", "PT30S");
    var refused = assertThrows(IllegalArgumentException.class, () -> service.manager(new Memory()));
    assertTrue(refused.getMessage().startsWith("EFFECT_LEASE must be "), refused::getMessage);
    System.setProperty("firestore.emulator.host", "localhost:1");
    assertTrue(service.manager(new Memory()).isPresent());
  }
}
