package restaurant.emulators;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.gcloud.FirestoreEmulatorContainer;
import org.testcontainers.gcloud.PubSubEmulatorContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Containers of the Google Cloud CLI's image. They reach this machine as {@code
 * host.docker.internal}: on Linux that is the bridge's address, where servers must listen too; on
 * Docker Desktop it leads to the loopback.
 */
final class DockerEmulators implements Emulators {

  private static final DockerImageName IMAGE =
      DockerImageName.parse("gcr.io/google.com/cloudsdktool/google-cloud-cli:emulators");
  private static final String HOST = "host.docker.internal";

  /** Where the image's own Firestore program is: {@code gcloud} lacks the flag for triggers. */
  private static final String FIRESTORE =
      "$(gcloud info --format='value(installation.sdk_root)')"
          + "/platform/cloud-firestore-emulator/cloud_firestore_emulator start"
          + " --host=0.0.0.0 --port=8080 --functions_emulator=";

  private final FirestoreEmulatorContainer firestore = new FirestoreEmulatorContainer(IMAGE);
  private final PubSubEmulatorContainer pubsub = new PubSubEmulatorContainer(IMAGE);

  private DockerEmulators(Optional<Integer> triggers) {
    firestore.withExtraHost(HOST, "host-gateway");
    pubsub.withExtraHost(HOST, "host-gateway");
    triggers.ifPresent(
        port ->
            firestore.withCreateContainerCmdModifier(
                create -> create.withCmd("/bin/sh", "-c", FIRESTORE + HOST + ":" + port)));
  }

  static Optional<Emulators> find(Optional<Integer> triggers) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    var emulators = new DockerEmulators(triggers);
    try {
      emulators.firestore.start();
      emulators.pubsub.start();
      return Optional.of(emulators);
    } catch (RuntimeException e) {
      emulators.close();
      throw new EmulatorsUnavailable(
          "The containers of " + IMAGE + " did not start: " + root(e), e);
    }
  }

  private static String root(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public String firestore() {
    return firestore.getEmulatorEndpoint();
  }

  @Override
  public String pubsub() {
    return pubsub.getEmulatorEndpoint();
  }

  @Override
  public Source source() {
    return Source.DOCKER;
  }

  @Override
  public String description() {
    return "emulators in Docker: Firestore %s, Pub/Sub %s".formatted(firestore(), pubsub());
  }

  @Override
  public String hostSeenFromEmulators() {
    return HOST;
  }

  @Override
  public Optional<String> extraListenAddress() {
    var gateway =
        firestore.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
            .map(network -> network.getGateway())
            .filter(address -> address != null && isOfThisMachine(address))
            .findFirst();
    return gateway;
  }

  private static boolean isOfThisMachine(String address) {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(own -> own.getHostAddress().equals(address));
    } catch (SocketException e) {
      return false;
    }
  }

  @Override
  public Optional<String> failure() {
    if (!firestore.isRunning()) {
      return Optional.of("The container of the Firestore emulator has ended.");
    }
    return pubsub.isRunning()
        ? Optional.empty()
        : Optional.of("The container of the Pub/Sub emulator has ended.");
  }

  @Override
  public void close() {
    pubsub.stop();
    firestore.stop();
  }
}
