package restaurant.local;

class MenuInMemoryTest extends MenuOverHttp {

  @Override
  LocalSystem.Backend backend() {
    return LocalSystem.Backend.MEMORY;
  }
}
