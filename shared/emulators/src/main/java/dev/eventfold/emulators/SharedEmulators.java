package dev.eventfold.emulators;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/**
 * Emulators for tests: found or started once for a test run, stopped when it ends. A machine
 * without any aborts the test with a sentence; with {@code CI=true} it fails, so that nothing goes
 * unproven. Where an aborted test would fail all the same (it has threads, or something to close),
 * it {@link Needs} them.
 */
public final class SharedEmulators {

  private static final class Started {
    static final Optional<Emulators> EMULATORS = Emulators.first(Optional.empty());
  }

  private SharedEmulators() {}

  public static Emulators get() {
    lack()
        .ifPresent(
            sentence -> {
              if (nothingMayBeMissing()) {
                throw new EmulatorsUnavailable(sentence);
              }
              Assumptions.abort(sentence);
            });
    return Started.EMULATORS.orElseThrow();
  }

  /** A project that nobody has used: the emulators may be somebody's, with what is theirs. */
  public static String newProject() {
    return "demo-test-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** What to say where there are none. */
  static Optional<String> lack() {
    return Started.EMULATORS.isPresent()
        ? Optional.empty()
        : Optional.of(
            "This test needs the Firestore and Pub/Sub emulators: a Google Cloud SDK with both,"
                + " Docker, or FIRESTORE_EMULATOR_HOST and PUBSUB_EMULATOR_HOST.");
  }

  static boolean nothingMayBeMissing() {
    return "true".equals(System.getenv("CI"));
  }
}
