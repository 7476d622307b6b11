package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.emulators.Needs;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an installation is found to be after people, and Google, have been at work on it. */
@Tag("campaign")
@Needs({Needs.Tool.GCLOUD, Needs.Tool.JQ, Needs.Tool.CURL, Needs.Tool.EMULATORS})
class OthersAtWorkTest extends Installed {

  private static final String COMMANDS =
      "serviceAccount:restaurant-commands@demo.iam.gserviceaccount.com";

  /** The only one whose name matches. */
  private ObjectNode resource(String pattern) {
    var found =
        google.google().resources().entrySet().stream()
            .filter(it -> it.getKey().matches(pattern))
            .toList();
    assertEquals(1, found.size(), found.toString());
    return found.getFirst().getValue();
  }

  private void assertMendedAs(String before) {
    scripts.run("deploy").mustPass();
    assertEquals(before, inventory());
    assertEquals(List.of(), commands("deploy"));
  }

  @Test
  void aRightUnderAConditionOfSomebodyElsesIsTakenAway() {
    var before = inventory();
    var policies = google.google().policies();
    policies.grant(
        "projects/demo", "roles/viewer", COMMANDS, "until friday", "request.time < timestamp('1')");
    // Looks like ours, and holds for every database.
    policies.grant(
        "projects/demo", "projects/demo/roles/eventAppender", COMMANDS, "eventstore", "true");
    policies.grant(
        "projects/demo/locations/europe-west1/services/menu-items",
        "roles/run.invoker",
        "allUsers",
        "for a while",
        "request.time < timestamp('1')");
    assertMendedAs(before);
  }

  @Test
  void aRightUnderAConditionOfSomebodyElsesDoesNotKeepWhatIsDestroyed() {
    google
        .google()
        .policies()
        .grant("projects/demo", "roles/viewer", COMMANDS, "until friday", "false");
    destroy();
    assertFalse(inventory().contains(COMMANDS), this::inventory);
  }

  @Test
  void aSubscriptionWhoseTopicWasDeletedIsMadeAnew() throws Exception {
    var before = inventory();
    scripts.gcloud("pubsub", "topics", "delete", "menu-events", "menu-items-dead-letters");
    assertTrue(inventory().contains("topic: _deleted-topic_"), this::inventory);

    assertMendedAs(before);
    // What was published meanwhile was told to nobody.
    assertEquals(1, Files.readAllLines(folder.resolve("bin/runs")).size());
  }

  @Test
  void aConfigThatFailedIsMadeAnew() {
    scripts.set("JWT_AUDIENCES", "others");
    var planned = commands("plan");
    var name = planned.toString().replaceFirst("(?s).*api-configs create (c-[0-9a-f]+) .*", "$1");
    scripts.gcloud(
        "api-gateway",
        "api-configs",
        "create",
        name,
        "--api=restaurant",
        "--openapi-spec=" + openApi(),
        "--labels=installation=restaurant");
    resource(".*/configs/" + name).put("state", "FAILED");

    scripts.run("deploy").mustPass();
    assertEquals("ACTIVE", resource(".*/configs/" + name).path("state").asText());
    var gateway = resource(".*/gateways/restaurant");
    assertTrue(gateway.path("apiConfig").asText().endsWith("/" + name), gateway.toString());
    gateway.put("state", "FAILED");
    assertEquals(1, commands("deploy").size());
  }

  /** A list that lacks a region succeeds, and says so on the side. */
  @Test
  void aRegionThatGoogleDoesNotReachIsAskedAgain() {
    google.google().unreachableOnce("functions");
    assertEquals(List.of(), commands("deploy"));
  }

  @Test
  void aPublisherThatWasMadeWithoutItsTriggerIsMadeAnew() {
    var before = inventory();
    resource("cloudfunctions/.*/menu-publisher").put("state", "FAILED").remove("eventTrigger");
    assertMendedAs(before);
  }

  @Test
  void aWeeklyBackupIsSomebodyElsesAndADailyOneIsOurs() {
    google.google().resources().keySet().removeIf(name -> name.contains("/backupSchedules/"));
    scripts.gcloud(
        "firestore",
        "backups",
        "schedules",
        "create",
        "--database=eventstore",
        "--recurrence=weekly",
        "--day-of-week=SUN",
        "--retention=14w");
    var weekly = resource(".*/backupSchedules/.*").deepCopy();

    assertEquals(1, commands("deploy").size());
    assertEquals(List.of(), commands("deploy"));
    assertTrue(google.google().resources().containsValue(weekly));
  }

  @Test
  void ofTwoChannelsToTheSameAddressOneIsUsed() {
    scripts.set("ALERT_EMAIL", "cook@example.com");
    for (int i = 0; i < 2; i++) {
      channel("cook@example.com", "--user-labels=installation=restaurant");
    }
    scripts.run("deploy").mustPass();
    assertEquals(List.of(), commands("deploy"));
    var said = scripts.run("plan").mustPass().output();
    assertTrue(said.contains("# no alert uses it: projects/demo/notificationChannels/"), said);
  }

  /** Alerts, dashboard and all: an address is part of what they are known by. */
  @Test
  void whoGetsTheAlertsCanChange() {
    scripts.set("ALERT_EMAIL", "cook@example.com").run("deploy").mustPass();
    scripts.gcloud(
        "beta",
        "monitoring",
        "channels",
        "create",
        "--display-name=pager",
        "--type=pagerduty",
        "--channel-labels=service_key=1");
    var pager =
        google.google().resources().values().stream()
            .filter(it -> it.path("displayName").asText().equals("pager"))
            .map(it -> it.path("name").asText())
            .findFirst()
            .orElseThrow();
    for (var alert : alerts()) {
      alert.withArray("notificationChannels").add(pager);
      alert.put("enabled", false);
    }

    scripts.set("ALERT_EMAIL", "waiter@example.com").run("deploy").mustPass();
    for (var alert : alerts()) {
      assertEquals(2, alert.path("notificationChannels").size(), alert.toString());
      assertTrue(alert.path("notificationChannels").toString().contains(pager), alert.toString());
      assertFalse(alert.path("enabled").asBoolean(), alert.toString());
    }
    assertEquals(List.of(), commands("deploy"));
  }

  private List<ObjectNode> alerts() {
    return google.google().resources().entrySet().stream()
        .filter(it -> it.getKey().contains("/alertPolicies/"))
        .map(it -> it.getValue())
        .toList();
  }

  @Test
  void anotherRegionWouldBeASecondSystem() {
    google.takeChanges();
    for (var script : List.of("deploy", "plan", "destroy")) {
      var refused =
          scripts
              .set("SERVICES", script.equals("destroy") ? "" : "menu")
              .run(script, "--region=us-central1", "--yes");
      assertEquals(1, refused.status(), refused.output());
      assertTrue(refused.output().contains("europe-west1"), refused.output());
    }
    assertEquals(List.of(), google.takeChanges());
  }

  @Test
  void whatIsDestroyedNeedsNoApiThatIsOff() {
    google.google().apis().enabled().remove("firebaserules.googleapis.com");
    scripts.set("PATIENCE", "0");
    destroy();
    assertFalse(inventory().contains("firestore databases/views"), this::inventory);
  }

  @Test
  void aDatabaseThatIsGoneIsClaimedNoLonger() {
    adopt("eventstore-2");
    scripts.gcloud(
        "firestore", "databases", "update", "--database=eventstore", "--no-delete-protection");
    scripts.gcloud("firestore", "databases", "delete", "--database=eventstore");

    scripts.run("deploy").mustPass();
    var claim = resource("iam/.*/roles/eventAppender").path("description").asText();
    assertFalse(claim.matches(".*[ :]eventstore[ .].*"), claim);
  }

  @Test
  void whatIsKeptOfImagesFollowsItsFile() {
    google
        .google()
        .resources()
        .forEach(
            (name, it) -> {
              if (name.contains("/repositories/")) {
                ((ObjectNode) it.get("labels")).put("images", "0");
              }
            });
    assertEquals(2, commands("deploy").size());
    assertEquals(List.of(), commands("deploy"));
  }

  /** The gateway has the routes of all, whichever services a deploy is of. */
  @Test
  void theGatewayOfSomeServicesIsThatOfAll() {
    scripts.set("SERVICES", "menu,audit");
    var planned = commands("plan").stream().filter(line -> line.contains("api-gateway")).toList();
    assertEquals(List.of(), planned);
  }

  @Test
  void aVariableOfSomebodyElsesIsNotWrittenTo() throws Exception {
    var log = folder.resolve("somebody's.log");
    Files.writeString(log, "kept");
    scripts.set("LOG", log.toString()).run("deploy").mustPass();
    assertEquals("kept", Files.readString(log));
  }

  @Test
  void statusIsOfThisInstallationAlone() {
    for (var name : List.of("staging-eventstore", "eventstore-2", "reviews")) {
      scripts.gcloud(
          "firestore", "databases", "create", "--database=" + name, "--location=europe-west1");
    }
    var status = scripts.run("status").mustPass().output();
    assertTrue(status.contains("\neventstore\t"), status);
    assertFalse(status.matches("(?s).*(staging|eventstore-2|reviews).*"), status);

    destroy();
    scripts.run("status").mustPass();
  }
}
