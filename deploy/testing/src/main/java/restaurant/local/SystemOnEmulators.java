package restaurant.local;

import dev.eventfold.emulators.SharedEmulators;
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
}
