package restaurant.local;

class OpenApiInMemoryTest extends OpenApiOverHttp {

  @Override
  LocalSystem.Backend backend() {
    return LocalSystem.Backend.MEMORY;
  }
}
