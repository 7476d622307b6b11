package restaurant.ops.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import restaurant.ops.Refused;

class RetentionTest {

  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration YEAR = Duration.ofDays(400);

  private static String refusal(Set<Duration> shown, Optional<String> setting) {
    return assertThrows(Refused.class, () -> Retention.of(shown, setting)).getMessage();
  }

  @Test
  void entriesSayForHowLongTheyAreKept() {
    assertEquals(MONTH, Retention.of(Set.of(MONTH), Optional.empty()));
    assertEquals(MONTH, Retention.of(Set.of(MONTH), Optional.of("30")));
  }

  @Test
  void theSettingOfAnotherMachineIsRefused() {
    assertEquals(
        "AUDIT_RETENTION_DAYS is 400, but the newest entries of the log are kept for 30 days.",
        refusal(Set.of(MONTH), Optional.of("400")));
  }

  @Test
  void anEmptyLogShowsNothing() {
    assertEquals(
        "The log has no entry that shows for how long entries are kept."
            + " Set AUDIT_RETENTION_DAYS to what the functions are deployed with.",
        refusal(Set.of(), Optional.empty()));
    assertEquals(MONTH, Retention.of(Set.of(), Optional.of("30")));
  }

  @Test
  void whileItChangesTheSettingChooses() {
    assertEquals(
        "The newest entries of the log are kept for 30 and 400 days."
            + " Set AUDIT_RETENTION_DAYS to what the functions are deployed with.",
        refusal(Set.of(MONTH, YEAR), Optional.empty()));
    assertEquals(MONTH, Retention.of(Set.of(MONTH, YEAR), Optional.of("30")));
  }
}
