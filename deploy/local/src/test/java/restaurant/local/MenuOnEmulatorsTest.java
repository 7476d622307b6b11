package restaurant.local;

import restaurant.emulators.Needs;

@Needs(Needs.Tool.EMULATORS)
class MenuOnEmulatorsTest extends MenuOverHttp {

  @Override
  LocalSystem.Backend backend() {
    return SystemOnEmulators.backend();
  }
}
