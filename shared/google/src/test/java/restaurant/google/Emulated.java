package restaurant.google;

import io.grpc.ClientInterceptor;
import java.util.List;
import java.util.Optional;
import restaurant.emulators.SharedEmulators;

/** The backend on the emulators of this test run. */
final class Emulated {

  private static final String PROJECT = SharedEmulators.newProject();

  private static final Lazy<Backend> BACKEND = new Lazy<>(() -> backend(List.of()));

  private Emulated() {}

  static Backend backend() {
    return BACKEND.get();
  }

  /**
   * @param interceptors see every call to Firestore
   */
  static Backend backend(List<ClientInterceptor> interceptors) {
    var emulators = SharedEmulators.get();
    return new GoogleBackend(
        new Clients(
            PROJECT,
            Optional.of(emulators.firestore()),
            Optional.of(emulators.pubsub()),
            interceptors));
  }
}
