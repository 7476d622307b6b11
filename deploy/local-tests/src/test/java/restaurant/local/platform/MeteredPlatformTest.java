package restaurant.local.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import restaurant.local.SystemOnEmulators;

/** Functions are metered, and nobody else. */
@Needs(Needs.Tool.EMULATORS)
class MeteredPlatformTest {

  private static final Set<Key> SOUP = Set.of(new Key("menu-items", "soup"));

  @Test
  void onlyFunctionsAreMetered() {
    try (var platform =
        Platform.start(
            SystemOnEmulators.backend(),
            SharedEmulators.newProject(),
            Deliveries.Manner.GOOD,
            Optional.empty())) {
      var meter = platform.meter().orElseThrow();
      platform.backend().queryStore().get(SOUP);
      assertEquals(0, meter.bill().rpcs(), "an operator looked");

      platform.functionBackend().queryStore().get(SOUP);
      assertEquals(1, meter.bill().reads(), "a function looked");
    }
  }
}
