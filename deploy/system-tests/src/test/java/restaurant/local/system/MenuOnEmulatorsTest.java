package restaurant.local.system;

import dev.eventfold.emulators.Needs;
import restaurant.local.SystemOnEmulators;
import restaurant.local.platform.Platform;

@Needs(Needs.Tool.EMULATORS)
class MenuOnEmulatorsTest extends MenuOverHttp {

  @Override
  Platform.Choice backend() {
    return SystemOnEmulators.backend();
  }
}
