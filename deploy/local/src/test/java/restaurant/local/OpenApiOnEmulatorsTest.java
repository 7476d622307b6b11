package restaurant.local;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

class OpenApiOnEmulatorsTest extends OpenApiOverHttp {

  @Override
  LocalSystem.Backend backend() {
    var backend = SystemOnEmulators.backend();
    assumeFalse(
        backend == LocalSystem.Backend.ENV,
        "The published lists are those of a new system; these emulators have been used.");
    return backend;
  }
}
