package restaurant.local.contract;

import restaurant.local.SystemOnEmulators;
import restaurant.local.platform.Platform;

class OpenApiOnEmulatorsTest extends OpenApiOverHttp {

  @Override
  Platform.Choice backend() {
    return SystemOnEmulators.backend();
  }
}
