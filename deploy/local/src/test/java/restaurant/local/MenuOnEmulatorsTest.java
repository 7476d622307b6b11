package restaurant.local;

class MenuOnEmulatorsTest extends MenuOverHttp {

  @Override
  LocalSystem.Backend backend() {
    return SystemOnEmulators.backend();
  }
}
