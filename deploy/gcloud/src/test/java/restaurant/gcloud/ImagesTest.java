package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import restaurant.gcloud.google.ControlPlane;

/** Functions that run from container images of our own, and the way there and back. */
@Needs({Needs.Tool.GCLOUD, Needs.Tool.JQ, Needs.Tool.CURL, Needs.Tool.EMULATORS})
@Tag("campaign")
class ImagesTest extends Installed {

  private static final String OF_IMAGES = "^(run|eventarc|artifactregistry) ";

  @Test
  void fromNothingToNothing() {
    begin(new ControlPlane(SharedEmulators.get().pubsub()));
    commands("deploy", "--images");
    Golden.check("inventory-images.txt", ofImages());
    assertTrue(scripts.run("status").mustPass().output().contains("menu-items-orders"));

    // What functions are they stay, whether somebody says so or not.
    google.takeChanges();
    assertEquals(List.of(), commands("deploy"));
    assertEquals(List.of(), google.takeChanges());
    assertEquals(List.of(), UnknownFields.of(google.bodies()).stream().distinct().toList());

    destroy();
    assertEquals(List.of(), inventoryOf("^(run|eventarc|artifactregistry|cloudfunctions) "));
  }

  private String ofImages() {
    return inventoryOf(OF_IMAGES).stream().collect(Collectors.joining());
  }

  /** There is a trigger by now, and all functions are there still. */
  private static final FailingStep HALF_WAY =
      FailingStep.after("functions", "eventarc", "/triggers");

  /** In their order; each leaves to do what the next one meets. */
  private static final List<FailingStep> FAILURES =
      List.of(
          FailingStep.before("functions", "cloudbuild", "/builds"),
          HALF_WAY,
          FailingStep.after("functions", "cloudfunctions", "/functions/menu-publisher"),
          FailingStep.before("functions", "run", "/services"),
          FailingStep.after("functions", "run", "/services"),
          FailingStep.before("functions", "run", "/menu-publisher:setIamPolicy"));

  @Test
  void thereWithFailuresAndBack() {
    var functions = inventory();
    // Before the publisher goes, and its trigger with it, there is one that keeps what happens
    // until the next publisher.
    assertOfPublisher(
        commands("plan", "--images"), "triggers create", "functions delete", "run deploy");

    for (var failure : FAILURES) {
      google.failOnce(failure.name(), failure.call(), failure.afterwards());
      var failed = scripts.run("deploy", "--images");
      assertFalse(google.isFaultPending(), failed.output());
      assertEquals(1, failed.status(), failed.output());
      if (failure.equals(HALF_WAY)) {
        var unsaid = scripts.run("deploy");
        assertEquals(1, unsaid.status(), unsaid.output());
        assertTrue(unsaid.output().contains("say which form all are to have"), unsaid.output());
      }
    }
    commands("deploy", "--images");
    assertEquals(Golden.of("inventory-images.txt"), ofImages());
    assertEquals(List.of(), inventoryOf("^cloudfunctions "));

    // The other way round, the old trigger waits for the new one.
    assertOfPublisher(
        commands("deploy", "--functions"),
        "run services delete",
        "functions deploy",
        "triggers delete");
    assertEquals(functions, inventory().replaceAll("(?m)^artifactregistry .*/packages/.*\\R", ""));
    // And the image is still there.
    assertFalse(commands("plan", "--images").toString().contains("builds submit"));
  }

  private static void assertOfPublisher(List<String> commands, String... expected) {
    var its =
        commands.stream()
            .filter(line -> line.contains(" menu-publisher ") && !line.contains("-binding "))
            .toList();
    assertEquals(expected.length, its.size(), its.toString());
    for (int i = 0; i < expected.length; i++) {
      assertTrue(its.get(i).contains(expected[i]), its.toString());
    }
  }

  @Test
  void whatDoesNotStartIsDeployedAgain() {
    google.google().services().nextDoesNotStart();
    var failed = scripts.run("deploy", "--images");
    assertEquals(1, failed.status(), failed.output());
    assertTrue(failed.output().contains("failed to start"), failed.output());

    commands("deploy");
    assertEquals(Golden.of("inventory-images.txt"), ofImages());
  }
}
