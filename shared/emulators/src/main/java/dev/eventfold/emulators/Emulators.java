package dev.eventfold.emulators;

import java.util.Optional;

/**
 * A running Firestore and a running Pub/Sub emulator. Closing stops them if they were started here;
 * should the process end without closing, they are stopped all the same.
 */
public interface Emulators extends AutoCloseable {

  /** Where emulators come from. */
  enum Source {
    /** {@code FIRESTORE_EMULATOR_HOST} and {@code PUBSUB_EMULATOR_HOST} name them. */
    ENV,
    /** The Google Cloud SDK's own programs. */
    SDK,
    /** Containers. */
    DOCKER
  }

  /** Firestore's {@code host:port}. */
  String firestore();

  /** Pub/Sub's {@code host:port}. */
  String pubsub();

  Source source();

  /** One line for people: what runs where. */
  String description();

  /** How the emulators reach a server on this machine: a host name without a port. */
  String hostSeenFromEmulators();

  /**
   * An address of this machine, beside the loopback, that servers must listen on for the emulators
   * to reach them; empty where the loopback is enough.
   */
  Optional<String> extraListenAddress();

  /**
   * Ends the Pub/Sub emulator as a crash would and starts it again at the same address: it has
   * forgotten everything.
   *
   * @throws UnsupportedOperationException it was not started here
   */
  default void restartPubSub() {
    throw new UnsupportedOperationException("not ours to restart");
  }

  /**
   * The process of the Firestore emulator, to make it suffer.
   *
   * @throws UnsupportedOperationException it was not started here
   */
  default ProcessHandle firestoreProcess() {
    throw new UnsupportedOperationException("not ours");
  }

  /** Why they do not run any more; empty while they do. */
  Optional<String> failure();

  @Override
  void close();

  /**
   * Starts or finds the emulators from one source.
   *
   * @param triggers the address ({@code host:port} as the emulators see it is made from the port)
   *     that Firestore's triggers are posted to; empty for no triggers
   * @return empty when this machine has no such source
   * @throws EmulatorsUnavailable the source is there and does not work
   */
  static Optional<Emulators> from(Source source, Optional<Integer> triggers) {
    return switch (source) {
      case ENV -> EnvEmulators.find();
      case SDK -> SdkEmulators.find(triggers);
      case DOCKER -> DockerEmulators.find(triggers);
    };
  }

  /** Whether this machine has a Google Cloud SDK with both. */
  static boolean isSdkHere() {
    return Sdk.find().isPresent();
  }

  /**
   * From the first source that this machine has: the environment, the SDK, Docker. A Docker that
   * can't have the emulators, as one without a network, counts as none; it is said on the error
   * stream.
   */
  static Optional<Emulators> first(Optional<Integer> triggers) {
    return from(Source.ENV, triggers)
        .or(() -> from(Source.SDK, triggers))
        .or(
            () -> {
              try {
                return from(Source.DOCKER, triggers);
              } catch (EmulatorsUnavailable e) {
                System.err.println(e.getMessage());
                return Optional.empty();
              }
            });
  }
}
