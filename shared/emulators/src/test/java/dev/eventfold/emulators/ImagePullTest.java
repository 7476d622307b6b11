package dev.eventfold.emulators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.testing.FakeDocker;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

class ImagePullTest {

  private static final Duration SHORT = Duration.ofSeconds(1);

  /** Shorter than the pull takes, and longer than a busy machine keeps a test waiting. */
  private static final Duration LONG = Duration.ofSeconds(5);

  private static void pull(FakeDocker.Registry registry, Duration patience) throws IOException {
    try (var docker = new FakeDocker(registry);
        var client =
            DockerClientProviderStrategy.getClientForConfig(
                TransportConfig.builder().dockerHost(docker.uri()).build())) {
      ImagePull.ensure(client, "registry.test/emulators:latest", "over 1 GB", patience);
    }
  }

  private static String refusal(FakeDocker.Registry registry) {
    return assertThrows(EmulatorsUnavailable.class, () -> pull(registry, SHORT)).getMessage();
  }

  @Test
  void whatComesSlowlyIsWaitedForLongerThanPatience() throws Exception {
    pull(FakeDocker.Registry.SLOW, LONG);
  }

  @Test
  void whereNothingComesItIsGivenUp() {
    assertEquals(
        "Docker can't fetch registry.test/emulators:latest: nothing came for 1 seconds.",
        refusal(FakeDocker.Registry.SILENT));
  }

  @Test
  void whyItFailsIsOneLine() {
    assertEquals(
        "Docker can't fetch registry.test/emulators:latest: Status 500:"
            + " {\"message\":\"Get https://registry/: dial tcp: i/o timeout\"}",
        refusal(FakeDocker.Registry.OUT_OF_REACH));
    assertEquals(
        "Docker can't fetch registry.test/emulators:latest: unexpected EOF",
        refusal(FakeDocker.Registry.BREAKING));
  }
}
