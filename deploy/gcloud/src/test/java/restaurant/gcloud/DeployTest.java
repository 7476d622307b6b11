package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import restaurant.gcloud.google.ControlPlane;
import restaurant.gcloud.google.Google;

/**
 * One project's life, from empty to empty: every script runs with the real gcloud. In order,
 * because a deploy is some hundred commands.
 */
@Needs({Needs.Tool.GCLOUD, Needs.Tool.JQ, Needs.Tool.CURL, Needs.Tool.EMULATORS})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeployTest {

  @TempDir static Path folder;

  private static ControlPlane google;
  private static Scripts scripts;
  private static List<String> executed = List.of();
  private static final List<JsonNode> sent = new ArrayList<>();

  @BeforeAll
  static void start() {
    google = new ControlPlane(SharedEmulators.get().pubsub());
    scripts = new Scripts(folder, google.port());
  }

  @AfterAll
  static void stop() {
    if (google != null) {
      google.close();
    }
  }

  @Test
  @Order(1)
  void aProjectIsNeededForAllButASystemWithAnAddress() {
    var nowhere = new Scripts(folder, google.port()).set("PROJECT", "");
    for (var script : List.of("deploy", "plan", "status", "destroy", "smoke")) {
      var refused = nowhere.run(script);
      assertEquals(1, refused.status(), script);
      var last = refused.output().strip().lines().toList().getLast();
      assertTrue(last.endsWith(": no project: give --project, or set it in config.env"), last);
    }
    assertEquals("smoke: --url needs a value", nowhere.run("smoke", "--url").output().strip());
  }

  @Test
  @Order(2)
  void makesFromNothingWhatTheInventoryLists() {
    executed = scripts.run("deploy").mustPass().commands();
    Golden.check("inventory.txt", Inventory.of(google.google()));
  }

  @Test
  @Order(3)
  void whoMayDoWhatIsWhatTheTableSays() {
    var table = IamTable.read();
    var rights = google.google().policies().rights().collect(Collectors.toSet());
    assertAll(
        () -> assertEquals(table.rights(), rights),
        () -> assertEquals(table.permissions(), permissions()));
  }

  private static Map<String, Set<String>> permissions() {
    var roles = new TreeMap<String, Set<String>>();
    google
        .google()
        .resources()
        .forEach(
            (name, resource) -> {
              if (name.startsWith("iam/projects/demo/roles/")) {
                var permissions = new TreeSet<String>();
                resource.path("includedPermissions").forEach(p -> permissions.add(p.asText()));
                roles.put(name.replaceFirst(".*/", ""), permissions);
              }
            });
    return roles;
  }

  @Test
  @Order(3)
  void aDryRunPrintsJustTheseCommands() {
    var printed = scripts.run("deploy", "--dry-run", "--project", "demo").mustPass();
    var once = comparable(executed);
    var other = comparable(printed.commands());
    assertEquals(List.of(), other.stream().filter(line -> !once.contains(line)).toList());
    assertEquals(List.of(), once.stream().filter(line -> !other.contains(line)).toList());
  }

  /** What the dry run can't know is a variable there, and it says how to set it. */
  private static Set<String> comparable(List<String> commands) {
    return commands.stream()
        .filter(line -> !line.matches("(PROJECT_NUMBER=|PAGE_TOKEN_KEY=|export ).*"))
        .map(line -> line.replace("${PROJECT_NUMBER}", Google.PROJECT_NUMBER))
        .map(line -> line.replace("${PAGE_TOKEN_KEY}", Google.DATABASE_UID).replace("\"", "'"))
        .map(line -> line.replaceAll("'([A-Za-z0-9_@%+=:,./-]*)'", "$1"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  @Order(4)
  void theSourceOfAFunctionIsOneJarAndNothingElse() {
    var uploads = google.google().functions().uploads();
    assertEquals(FunctionTable.read().size(), uploads.size());
    uploads.forEach(
        (name, files) -> {
          assertEquals(1, files.size(), files.toString());
          assertTrue(files.getFirst().endsWith(".jar"), files.toString());
        });
  }

  @Test
  @Order(5)
  void aSecondDeployChangesNothing() {
    google.takeChanges();
    var again = scripts.run("deploy").mustPass();
    assertEquals(List.of(), google.takeChanges(), again.output());
    assertEquals(List.of(), again.commands());
  }

  @Test
  @Order(6)
  void statusSaysWhatRuns() {
    google.takeChanges();
    var status = scripts.run("status").mustPass();
    assertTrue(status.output().contains("orders-commands"), status.output());
    assertEquals(List.of(), google.takeChanges());
  }

  /** To reset it would leave the view that readers see behind for ever. */
  @Test
  @Order(6)
  void aViewThatIsRebuiltKeepsItsAddressAndGetsIndexes() {
    var pubsub = google.google().pubsub();
    pubsub.lead("projects/demo/subscriptions/orders", "orders.20261123,orders");
    var before = pubsub.list("demo", "subscriptions");

    var deployed = scripts.run("deploy").mustPass();

    assertEquals(before, pubsub.list("demo", "subscriptions"));
    var indexes = indexes(executed, "orders");
    assertEquals(indexes, indexes(deployed.commands(), "orders.20261123"));
    assertEquals(indexes.size(), deployed.commands().size(), deployed.output());
    assertEquals(List.of(), scripts.run("deploy").mustPass().commands());
    google.takeChanges();
  }

  /** What was asked for, with the collection's name left out. */
  private static List<String> indexes(List<String> commands, String collection) {
    return commands.stream()
        .filter(line -> line.contains("--database=views"))
        .filter(line -> line.contains("--collection-group=" + collection + " "))
        .map(line -> line.replace("--collection-group=" + collection + " ", ""))
        .sorted()
        .toList();
  }

  @Test
  @Order(7)
  void destroyAsksAndLeavesOnlyTheEventStore() {
    var refused = scripts.answering("n\n", "destroy");
    assertEquals(1, refused.status());
    assertEquals(List.of(), google.takeChanges());

    scripts.answering("y\n", "destroy").mustPass();
    Golden.check("inventory-destroyed.txt", Inventory.of(google.google()));
  }

  @Test
  @Order(8)
  void removesTheEventStoreWhenToldTwice() {
    var once = scripts.answering("yes\n", "destroy", "--yes", "--with-event-store");
    assertEquals(1, once.status());
    assertTrue(Inventory.of(google.google()).contains("firestore databases/eventstore"));

    scripts.answering("demo/eventstore\n", "destroy", "--yes", "--with-event-store").mustPass();
    assertTrue(!Inventory.of(google.google()).contains("firestore databases/"));
  }

  @Test
  @Order(9)
  void everyStepOfADeployHasAWayToFail() {
    var said = scripts.run("deploy", "--dry-run").mustPass().output();
    var steps =
        Pattern.compile("^# \\[[0-9]+/[0-9]+] (.*)$", Pattern.MULTILINE)
            .matcher(said)
            .results()
            .map(step -> step.group(1))
            // Nothing is to be filled.
            .filter(step -> !step.equals("views"))
            .toList();
    assertEquals(steps, FailingStep.ALL.stream().map(FailingStep::name).distinct().toList());
  }

  @Test
  @Order(9)
  void oneServiceAloneIsDeployedWithWhatItNeeds() {
    sent.addAll(google.bodies());
    google.close();
    start();
    scripts.run("deploy", "--services=menu").mustPass();
    Golden.check("inventory-menu.txt", Inventory.of(google.google()));
  }

  @Test
  @Order(10)
  void takesAwayARightThatSomebodyAddedAndClosesAFunctionThatSomebodyOpened() {
    var commands = "serviceAccount:restaurant-commands@demo.iam.gserviceaccount.com";
    var policies = google.google().policies();
    policies.grant("projects/demo", "roles/datastore.owner", commands);
    var function = "projects/demo/locations/europe-west1/services/menu-items";
    policies.grant(function, "roles/run.invoker", "allUsers");

    google.takeChanges();
    var planned = scripts.run("plan", "--services=menu").mustPass();
    assertEquals(List.of(), google.takeChanges());
    var repaired = scripts.run("deploy", "--services=menu").mustPass();

    assertEquals(2, repaired.commands().size(), repaired.output());
    assertEquals(repaired.commands(), planned.commands());
    Golden.check("inventory-menu.txt", Inventory.of(google.google()));
  }

  @Test
  @Order(11)
  void googleKnowsEveryFieldOfWhatWasSent() {
    sent.addAll(google.bodies());
    assertTrue(sent.size() > 300, () -> sent.size() + " requests");
    assertEquals(List.of(), UnknownFields.of(sent).stream().distinct().toList());
  }
}
