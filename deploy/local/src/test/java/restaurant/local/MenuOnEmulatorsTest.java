package restaurant.local;

import dev.eventfold.emulators.Needs;

@Needs(Needs.Tool.EMULATORS)
class MenuOnEmulatorsTest extends MenuOverHttp {

  @Override
  LocalSystem.Backend backend() {
    return SystemOnEmulators.backend();
  }
}
