package restaurant.local.security;

import restaurant.local.platform.Platform;

class HostileInMemoryTest extends HostileOverHttp {

  @Override
  Platform.Choice backend() {
    return Platform.Choice.MEMORY;
  }
}
