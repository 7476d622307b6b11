package restaurant.local.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.Backend;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Outcome;
import restaurant.local.SystemOnEmulators;
import restaurant.local.Traffic;

/** Many users who do what they like, on the emulators. */
class RandomUsersTest {

  /** A campaign takes more, see .ci/run. */
  private static final int SESSIONS = Integer.getInteger("sessions", 200);

  private static final long SEED = 20261123;

  @Test
  void everythingEndsAsTheEventsSay() throws Exception {
    try (var system =
            LocalSystem.start(new LocalSystem.Options(SystemOnEmulators.backend(), 0, false));
        var client = new Client(system.uri())) {
      var traffic = new Traffic(client, SEED, false);
      traffic.run(SESSIONS);
      assertEquals(java.util.List.of(), traffic.failures());
      assertTrue(traffic.accepted().size() > SESSIONS, "most of it is accepted");
      assertTrue(traffic.refused().size() > SESSIONS / 2, "much of it is refused");

      var outcome = new Outcome(Backend.current());
      outcome.assertHistoryIsWhatWasAccepted(traffic);
      outcome.assertEveryViewBecomesTheFoldOfItsEvents();
    }
  }
}
