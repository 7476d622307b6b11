package dev.eventfold.emulators;

import java.util.Locale;
import java.util.Optional;

/** Emulators that somebody else runs. */
record EnvEmulators(String firestore, String pubsub) implements Emulators {

  private static final String FIRESTORE = "FIRESTORE_EMULATOR_HOST";
  private static final String PUBSUB = "PUBSUB_EMULATOR_HOST";

  static Optional<Emulators> find() {
    var firestore = setting(FIRESTORE);
    var pubsub = setting(PUBSUB);
    if (firestore.isEmpty() && pubsub.isEmpty()) {
      return Optional.empty();
    }
    if (firestore.isEmpty() || pubsub.isEmpty()) {
      throw new EmulatorsUnavailable(
          "%s is set and %s is not: set both or none."
              .formatted(
                  firestore.isPresent() ? FIRESTORE : PUBSUB,
                  firestore.isPresent() ? PUBSUB : FIRESTORE));
    }
    Ports.awaitOpen(FIRESTORE, firestore.get());
    Ports.awaitOpen(PUBSUB, pubsub.get());
    return Optional.of(new EnvEmulators(firestore.get(), pubsub.get()));
  }

  /** Or by a system property of the same name, as everywhere in this project. */
  private static Optional<String> setting(String name) {
    var property = System.getProperty(name.toLowerCase(Locale.ROOT).replace('_', '.'));
    return Optional.ofNullable(property != null ? property : System.getenv(name))
        .filter(value -> !value.isBlank());
  }

  @Override
  public Source source() {
    return Source.ENV;
  }

  @Override
  public String description() {
    return "emulators from the environment: Firestore %s, Pub/Sub %s".formatted(firestore, pubsub);
  }

  @Override
  public String hostSeenFromEmulators() {
    return "127.0.0.1";
  }

  @Override
  public Optional<String> extraListenAddress() {
    return Optional.empty();
  }

  @Override
  public Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // They are not ours.
  }
}
