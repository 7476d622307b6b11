package restaurant.local.security;

import restaurant.local.SystemOnEmulators;
import restaurant.local.platform.Platform;

class HostileOnEmulatorsTest extends HostileOverHttp {

  @Override
  Platform.Choice backend() {
    return SystemOnEmulators.backend();
  }
}
