package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import restaurant.gcloud.google.ControlPlane;

/** Each step of a first deploy fails once. */
@Needs({Needs.Tool.GCLOUD, Needs.Tool.JQ, Needs.Tool.CURL, Needs.Tool.EMULATORS})
@Tag("campaign")
class FailuresTest {

  @Test
  void goesOnWhereItStoppedAfterAFailureAtEachStep(@TempDir Path folder) {
    try (var google = new ControlPlane(SharedEmulators.get().pubsub())) {
      var scripts = new Scripts(folder, google.port());
      for (var step : FailingStep.ALL) {
        google.failOnce(step.name(), step.call(), step.afterwards());
        var failed = scripts.run("deploy", "--services=menu");
        assertTrue(!google.isFaultPending(), step.name() + " was not reached:\n" + failed.output());
        assertEquals(1, failed.status(), failed.output());
        assertTrue(failed.output().contains("step " + step.name() + " failed"), failed.output());
      }
      scripts.run("deploy", "--services=menu").mustPass();
      Golden.check("inventory-menu.txt", Inventory.of(google.google()));
    }
  }
}
