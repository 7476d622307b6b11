package dev.eventfold.gcp.firestore;

import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.Lazy;
import io.grpc.ClientInterceptor;
import java.util.List;
import java.util.Optional;

/** The backend on the emulators of this test run. */
public final class Emulated {

  private static final String PROJECT = SharedEmulators.newProject();

  private static final Lazy<Backend> BACKEND = new Lazy<>(() -> backend(List.of()));

  private Emulated() {}

  public static Backend backend() {
    return BACKEND.get();
  }

  /**
   * @param interceptors see every call to Firestore, and what is published
   */
  public static Backend backend(List<ClientInterceptor> interceptors) {
    return new GoogleBackend(clients(interceptors));
  }

  /** What the backend is made of. */
  public static Clients clients(List<ClientInterceptor> interceptors) {
    var emulators = SharedEmulators.get();
    return new Clients(
        PROJECT, Optional.of(emulators.firestore()), Optional.of(emulators.pubsub()), interceptors);
  }
}
