package restaurant.local;

class HostileOnEmulatorsTest extends HostileOverHttp {

  @Override
  LocalSystem.Backend backend() {
    return SystemOnEmulators.backend();
  }
}
