package restaurant.local.system;

import restaurant.local.platform.Platform;

class MenuInMemoryTest extends MenuOverHttp {

  @Override
  Platform.Choice backend() {
    return Platform.Choice.MEMORY;
  }
}
