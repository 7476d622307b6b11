package restaurant.local;

class OpenApiOnEmulatorsTest extends OpenApiOverHttp {

  @Override
  LocalSystem.Backend backend() {
    return SystemOnEmulators.backend();
  }
}
