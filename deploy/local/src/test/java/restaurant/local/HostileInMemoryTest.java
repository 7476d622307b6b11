package restaurant.local;

class HostileInMemoryTest extends HostileOverHttp {

  @Override
  LocalSystem.Backend backend() {
    return LocalSystem.Backend.MEMORY;
  }
}
