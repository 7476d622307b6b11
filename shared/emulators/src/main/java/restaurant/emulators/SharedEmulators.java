package restaurant.emulators;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Emulators for tests: found or started once for a test run, stopped when it ends. A machine
 * without any aborts the test with a sentence; with {@code CI=true} it fails, so that nothing goes
 * unproven.
 */
public final class SharedEmulators {

  private static final class Started {
    static final Optional<Emulators> EMULATORS = Emulators.first(Optional.empty());
  }

  private SharedEmulators() {}

  public static Emulators get() {
    if (Started.EMULATORS.isEmpty()) {
      var sentence =
          "This test needs the Firestore and Pub/Sub emulators: a Google Cloud SDK with both, Docker,"
              + " or FIRESTORE_EMULATOR_HOST and PUBSUB_EMULATOR_HOST.";
      if ("true".equals(System.getenv("CI"))) {
        throw new EmulatorsUnavailable(sentence);
      }
      Assumptions.abort(sentence);
    }
    return Started.EMULATORS.get();
  }
}
