package dev.eventfold.emulators;

import dev.eventfold.emulators.processes.ChildProcess;
import dev.eventfold.emulators.processes.JavaProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The SDK's own programs as child processes: {@code gcloud emulators firestore start} lacks the
 * flag for triggers.
 */
final class SdkEmulators implements Emulators {

  /** They live for minutes: what the better compiler would save is less than what it costs. */
  private static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final String firestoreAddress = "127.0.0.1:" + Ports.free();
  private final String pubsubAddress = "127.0.0.1:" + Ports.free();
  private final ChildProcess firestore;
  private final Sdk sdk;
  private volatile ChildProcess pubsub;

  private SdkEmulators(Sdk sdk, Optional<Integer> triggers) {
    this.sdk = sdk;
    var arguments =
        new ArrayList<>(List.of("start", "--host=127.0.0.1", "--port=" + port(firestoreAddress)));
    triggers.ifPresent(port -> arguments.add("--functions_emulator=127.0.0.1:" + port));
    firestore =
        ChildProcess.start(
            "The Firestore emulator",
            new JavaProgram(
                Stream.concat(QUICK.stream(), Stream.of("-Duser.language=en")).toList(),
                sdk.firestoreJar().toString(),
                "com.google.cloud.datastore.emulator.firestore.CloudFirestore",
                arguments),
            Map.of());
    pubsub = startPubSub();
  }

  private ChildProcess startPubSub() {
    return ChildProcess.start(
        "The Pub/Sub emulator",
        new JavaProgram(
            QUICK,
            sdk.pubsubJar().toString(),
            "com.google.cloud.pubsub.testing.v1.Main",
            List.of("--host=127.0.0.1", "--port=" + port(pubsubAddress))),
        Map.of());
  }

  @Override
  public void restartPubSub() {
    pubsub.process().destroyForcibly().onExit().join();
    var dead = pubsub;
    pubsub = startPubSub();
    dead.close();
    Ports.await(() -> pubsub.failure().isPresent() || Ports.isOpen(pubsubAddress));
  }

  @Override
  public ProcessHandle firestoreProcess() {
    return firestore.process().toHandle();
  }

  private static String port(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  static Optional<Emulators> find(Optional<Integer> triggers) {
    return Sdk.find().map(sdk -> start(sdk, triggers));
  }

  private static Emulators start(Sdk sdk, Optional<Integer> triggers) {
    var emulators = new SdkEmulators(sdk, triggers);
    boolean started = false;
    try {
      boolean answered =
          Ports.await(
              () ->
                  emulators.failure().isPresent()
                      || Ports.isOpen(emulators.firestoreAddress)
                          && Ports.isOpen(emulators.pubsubAddress));
      emulators
          .failure()
          .ifPresent(
              why -> {
                throw new EmulatorsUnavailable(why);
              });
      if (!answered) {
        throw new EmulatorsUnavailable("The emulators of the Google Cloud SDK did not start.");
      }
      FirstCall.to(emulators.firestoreAddress);
      started = true;
      return emulators;
    } finally {
      if (!started) {
        emulators.close();
      }
    }
  }

  @Override
  public String firestore() {
    return firestoreAddress;
  }

  @Override
  public String pubsub() {
    return pubsubAddress;
  }

  @Override
  public Source source() {
    return Source.SDK;
  }

  @Override
  public String description() {
    return "emulators of the Google Cloud SDK: Firestore %s, Pub/Sub %s"
        .formatted(firestoreAddress, pubsubAddress);
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
    return firestore.failure().or(pubsub::failure);
  }

  @Override
  public void close() {
    pubsub.close();
    firestore.close();
  }
}
