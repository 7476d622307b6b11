package restaurant.local.functions;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartsTest {

  private final Restarts restarts = new Restarts();
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");

  private boolean diesAfter(long seconds) {
    restarts.up("menu-queries", now);
    now = now.plusSeconds(seconds);
    return restarts.allowAfterDeath("menu-queries", now);
  }

  @Test
  void whatLivedAWhileIsStartedAgainForEver() {
    for (int deaths = 0; deaths < 100; deaths++) {
      assertTrue(diesAfter(Restarts.SOON.toSeconds() + 1));
    }
  }

  @Test
  void whatKeepsDyingAtOnceIsGivenUp() {
    for (int deaths = 1; deaths < Restarts.TOO_MANY; deaths++) {
      assertTrue(diesAfter(1), "death " + deaths);
    }
    assertFalse(diesAfter(1));
  }

  @Test
  void whatNeverComesUpIsGivenUpToo() {
    for (int deaths = 1; deaths < Restarts.TOO_MANY; deaths++) {
      assertTrue(restarts.allowAfterDeath("menu-queries", now), "death " + deaths);
    }
    assertFalse(restarts.allowAfterDeath("menu-queries", now));
  }

  @Test
  void aLongLifeMakesUpForEarlyDeaths() {
    for (int deaths = 1; deaths < Restarts.TOO_MANY; deaths++) {
      diesAfter(1);
    }
    assertTrue(diesAfter(Restarts.SOON.toSeconds() + 1));
    assertTrue(diesAfter(1));
  }
}
