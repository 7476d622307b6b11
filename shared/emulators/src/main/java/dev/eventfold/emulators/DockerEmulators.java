package dev.eventfold.emulators;

import com.github.dockerjava.api.DockerClient;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
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

  /** What Testcontainers starts beside every container, to remove it should this process die. */
  private static final String RYUK = "testcontainers/ryuk:0.14.0";

  private static final Duration TO_ANSWER = Duration.ofSeconds(20);
  private static final Duration TO_START = Duration.ofMinutes(2);

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
    var docker = within(TO_ANSWER, "Docker does not answer.", DockerEmulators::client);
    if (docker.isEmpty()) {
      return Optional.empty();
    }
    try {
      ImagePull.ensure(docker.get(), IMAGE.toString(), "over 1 GB", ImagePull.PATIENCE);
      if (!Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
        ImagePull.ensure(docker.get(), RYUK, "some 20 MB", ImagePull.PATIENCE);
      }
      return Optional.of(
          within(TO_START, "Docker does not start the emulators.", () -> start(triggers)));
    } catch (EmulatorsUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EmulatorsUnavailable("Docker does not start the emulators: " + root(e), e);
    }
  }

  /**
   * Not Testcontainers' own, with which come its images. Its own search for an engine calls what it
   * did not find an illegal state.
   */
  private static Optional<DockerClient> client() {
    try {
      var transport = DockerClientFactory.instance().getTransportConfig();
      return Optional.of(DockerClientProviderStrategy.getClientForConfig(transport));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static Emulators start(Optional<Integer> triggers) {
    // Before there are containers, which ask it for networks and hosts.
    DockerClientFactory.instance().client();
    var emulators = new DockerEmulators(triggers);
    try {
      emulators.firestore.start();
      emulators.pubsub.start();
      return emulators;
    } catch (RuntimeException e) {
      emulators.close();
      throw e;
    }
  }

  /** An engine that takes a request may still never answer it. */
  private static <T> T within(Duration patience, String orElse, Supplier<T> action) {
    var result = new CompletableFuture<T>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                result.complete(action.get());
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    try {
      return result.get(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new EmulatorsUnavailable(orElse, e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorsUnavailable("interrupted while Docker started", e);
    }
  }

  static String root(Throwable failure) {
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
