package restaurant.local.contract;

import restaurant.local.platform.Platform;

class OpenApiInMemoryTest extends OpenApiOverHttp {

  @Override
  Platform.Choice backend() {
    return Platform.Choice.MEMORY;
  }
}
