package restaurant.local;

import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.gcp.Clients;
import java.util.List;
import java.util.Optional;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.EmulatorPlatform;
import restaurant.local.platform.Platform;

/** Which emulators this machine has; without any, the test is aborted, and fails in CI. */
public final class SystemOnEmulators {

  private SystemOnEmulators() {}

  public static Platform.Choice backend() {
    return switch (SharedEmulators.get().source()) {
      case ENV -> Platform.Choice.ENV;
      case SDK -> Platform.Choice.SDK;
      case DOCKER -> Platform.Choice.DOCKER;
    };
  }

  /**
   * On emulators that outlive it, as its stores do. Their addresses must be set: {@code
   * firestore.emulator.host} and {@code pubsub.emulator.host}.
   */
  public static LocalSystem start(String project) throws Exception {
    return LocalSystem.start(
        new LocalSystem.Options(
            Platform.Choice.ENV,
            0,
            false,
            Deliveries.Manner.GOOD,
            Optional.empty(),
            false,
            project));
  }

  /** Of a project, on the emulators of all tests. */
  public static Clients clients(String project) {
    return new Clients(
        project,
        Optional.of(SharedEmulators.get().firestore()),
        Optional.of(SharedEmulators.get().pubsub()),
        List.of());
  }

  /** Of a system that runs on emulators of its own. */
  public static Clients clients(LocalSystem system) {
    var emulators = ((EmulatorPlatform) system.platform()).emulators();
    return new Clients(
        system.project(),
        Optional.of(emulators.firestore()),
        Optional.of(emulators.pubsub()),
        List.of());
  }
}
