package restaurant.local;

import dev.eventfold.emulators.SharedEmulators;

/** Which emulators this machine has; without any, the test is aborted, and fails in CI. */
final class SystemOnEmulators {

  private SystemOnEmulators() {}

  static LocalSystem.Backend backend() {
    return switch (SharedEmulators.get().source()) {
      case ENV -> LocalSystem.Backend.ENV;
      case SDK -> LocalSystem.Backend.SDK;
      case DOCKER -> LocalSystem.Backend.DOCKER;
    };
  }
}
