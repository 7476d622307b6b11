package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import restaurant.emulators.SharedEmulators;

/** The scripts, from an empty project to an empty project. */
class DeployTest {

  @TempDir Path folder;

  @Test
  void probe() throws Exception {
    try (var google = new ControlPlane(SharedEmulators.get().pubsub())) {
      var scripts = new Scripts(folder, google.port());
      scripts.set("OPENAPI", "deploy/gcloud/src/test/resources/openapi.yaml");
      long t = System.nanoTime();
      var r = scripts.run("deploy", "--services=menu");
      System.out.println(r.output());
      System.out.println((System.nanoTime() - t) / 1e9);
      System.out.println(Inventory.of(google.google()));
      assertEquals(0, r.status());
    }
  }
}
