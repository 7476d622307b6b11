package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import restaurant.gcloud.google.ControlPlane;

/**
 * A project that is not empty, and not always what it was. Most begin where one service is
 * deployed.
 */
@Needs({Needs.Tool.GCLOUD, Needs.Tool.JQ, Needs.Tool.CURL, Needs.Tool.EMULATORS})
class InstallationTest extends Installed {

  @Tag("campaign")
  @Test
  void twoEnvironmentsLiveInOneProject() {
    var first = inventory();
    scripts.run("deploy", "--env", "staging").mustPass();
    var both = inventory();
    assertEquals(List.of(), commands("deploy"));

    // Each has the same, and the names of the second begin with its own.
    var second = both.lines().filter(line -> line.contains("staging")).toList();
    assertTrue(second.size() > 50, () -> String.join("\n", second));
    for (var line : first.lines().toList()) {
      assertTrue(both.contains(line + "\n"), line);
    }

    destroy("--env=staging");
    assertEquals(first, withoutRest(inventory()));
  }

  /** What stays: custom roles, the event store and the keys. */
  private static String withoutRest(String inventory) {
    return inventory.replaceAll(
        "(?m)^(iam roles/staging_|firestore databases/staging-(eventstore|keys)|firebaserules .*staging-).*\\R( {2}.*\\R)*",
        "");
  }

  /** Each by a name of ours, made by somebody who does not know of us. */
  private void strangersOfOurNames() {
    begin(new ControlPlane(SharedEmulators.get().pubsub()));
    enable("pubsub", "iam", "firestore", "logging", "cloudscheduler");
    scripts.gcloud("pubsub", "topics", "create", "menu-events");
    scripts.gcloud("iam", "service-accounts", "create", "restaurant-commands");
    scripts.gcloud("firestore", "databases", "create", "--database=views", "--location=eur3");
    scripts.gcloud(
        "logging", "metrics", "create", "restaurant-lag", "--description=Ours", "--log-filter=a");
    editor("restaurant-commands");
  }

  private void enable(String... apis) {
    for (var api : apis) {
      scripts.gcloud("services", "enable", api + ".googleapis.com");
    }
    google.google().settle();
  }

  /** Beside ours. */
  private void strangersOfOtherNames() {
    begin(new ControlPlane(SharedEmulators.get().pubsub()));
    enable("pubsub", "iam", "logging", "monitoring", "artifactregistry", "firestore");
    scripts.gcloud("pubsub", "topics", "create", "kitchen-events");
    scripts.gcloud("pubsub", "subscriptions", "create", "kitchen", "--topic=kitchen-events");
    scripts.gcloud("iam", "service-accounts", "create", "restaurant-kitchen");
    scripts.gcloud(
        "iam", "roles", "create", "cook", "--project=demo", "--permissions=pubsub.topics.get");
    scripts.gcloud("firestore", "databases", "create", "--database=kitchen", "--location=eur3");
    scripts.gcloud(
        "logging", "metrics", "create", "kitchen", "--description=Hot", "--log-filter=a");
    // What people see may be called the same.
    scripts.gcloud(
        "monitoring", "dashboards", "create", "--config={\"displayName\": \"Restaurant\"}");
    scripts.gcloud(
        "alpha",
        "monitoring",
        "policies",
        "create",
        "--display-name=Restaurant: errors",
        "--condition-display-name=a",
        "--if=> 1",
        "--condition-filter=metric.type=\"run.googleapis.com/request_count\"");
    channel("somebody@example.com");
    scripts.gcloud(
        "artifacts",
        "repositories",
        "create",
        "gcf-artifacts",
        "--repository-format=docker",
        "--location=europe-west1");
    editor("restaurant-kitchen");
  }

  @Test
  void whatBearsANameOfOursAndIsNotOursIsLeftAlone() {
    strangersOfOurNames();
    var before = everything();
    google.takeChanges();

    var refused = scripts.run("deploy");
    assertEquals(1, refused.status());
    for (var name :
        List.of(
            "menu-events (topics)",
            "restaurant-commands@demo.iam.gserviceaccount.com (accounts)",
            "views (databases)",
            "restaurant-lag (metrics)")) {
      assertTrue(refused.output().contains("not of this installation: " + name), refused.output());
    }
    assertEquals(List.of(), google.takeChanges());

    destroy();
    assertEquals(List.of(), google.takeChanges());
    assertEquals(before, everything());
  }

  @Tag("campaign")
  @Test
  void whatIsThereOfOthersIsThereAfterwards() {
    strangersOfOtherNames();
    var before = everything();
    scripts.set("ALERT_EMAIL", "cook@example.com");

    scripts.run("deploy").mustPass();
    assertAllThere(before);
    assertEquals(List.of(), commands("deploy"));
    destroy();
    assertAllThere(before);
  }

  private void assertAllThere(Map<String, String> before) {
    var now = everything();
    before.forEach((name, thing) -> assertEquals(thing, now.get(name), name));
  }

  /**
   * Custom roles that are deleted could neither be made anew nor come back; and the events of
   * before are told to nobody any more, so that the new views are filled from the store.
   */
  @Tag("campaign")
  @Test
  void whatWasDestroyedCanBeDeployedAnyNumberOfDaysLater() throws Exception {
    var before = inventory();
    destroy();
    google.google().pass(Duration.ofDays(40));
    Files.writeString(folder.resolve("bin/fails"), "");

    var failed = scripts.run("deploy");
    assertEquals(1, failed.status());
    assertTrue(failed.output().contains("step views failed"), failed.output());

    Files.delete(folder.resolve("bin/fails"));
    var again = commands("deploy");
    assertEquals(2, again.size(), again.toString());
    assertEquals(
        "mvn -q -Pops '-Dops.args=verify --repair --project demo --event-store eventstore'",
        again.getFirst());
    assertEquals(withoutUid(before), withoutUid(inventory()));
    assertEquals(List.of(), google.google().functions().deaf());
    assertEquals(List.of(), commands("deploy"));
  }

  private static String withoutUid(String inventory) {
    return inventory.replaceAll("(?m)^  uid: .*\\R", "");
  }

  /** docs/RESTORE.md: to the same name. */
  @Tag("campaign")
  @Test
  void aStoreThatWasRestoredUnderItsOwnNameIsHeardOf() {
    scripts.gcloud(
        "firestore", "databases", "update", "--database=eventstore", "--no-delete-protection");
    scripts.gcloud("firestore", "databases", "delete", "--database=eventstore");
    google.google().settle();
    scripts.gcloud(
        "firestore", "databases", "create", "--database=eventstore", "--location=europe-west1");
    assertEquals(List.of("menu-publisher"), google.google().functions().deaf());

    scripts.run("deploy").mustPass();
    assertEquals(List.of(), google.google().functions().deaf());
    assertEquals(List.of(), commands("deploy"));
  }

  /** docs/RESTORE.md: to another name. */
  @Tag("campaign")
  @Test
  void aStoreThatWasRestoredUnderAnotherNameIsTakenIn() {
    scripts.gcloud(
        "firestore", "databases", "create", "--database=eventstore-2", "--location=europe-west1");
    scripts.set("EVENT_STORE_DATABASE", "eventstore-2");

    var refused = scripts.run("deploy");
    assertEquals(1, refused.status());
    assertTrue(
        refused.output().contains("not of this installation: eventstore-2 (databases)"),
        refused.output());
    assertTrue(refused.output().contains("--adopt NAME"), refused.output());

    scripts.run("deploy", "--adopt", "eventstore-2").mustPass();
    assertEquals(List.of(), google.google().functions().deaf());
    assertEquals(List.of(), commands("deploy"));
    var publisher = inventoryOf("functions/menu-publisher").getFirst();
    assertTrue(publisher.contains("value: eventstore-2"), publisher);
    // The old one stays, with all that happened, and with no right of ours.
    assertEquals(1, inventoryOf("^firestore databases/eventstore\\R").size());
    assertFalse(inventory().contains("databases/eventstore\""), inventory());
  }

  /** It would write into the store that was left, and readers see views that are ahead of it. */
  @Tag("campaign")
  @Test
  void whoDoesNotKnowOfTheStoreThatIsInUseDeploysNothing() {
    adopt("eventstore-2");
    google.takeChanges();
    scripts.set("EVENT_STORE_DATABASE", "");

    assertRefused("set EVENT_STORE_DATABASE=eventstore-2", "deploy");
    assertRefused("set EVENT_STORE_DATABASE=eventstore-2", "plan");
    var refused =
        scripts
            .set("SERVICES", "")
            .answering("demo/eventstore\n", "destroy", "--yes", "--with-event-store");
    assertEquals(1, refused.status());
    assertTrue(
        refused.output().contains("set EVENT_STORE_DATABASE=eventstore-2"), refused.output());
    var other = scripts.set("SERVICES", "menu").run("deploy", "--adopt", "eventstore-2");
    assertEquals(1, other.status());
    assertTrue(other.output().contains("EVENT_STORE_DATABASE"), other.output());
    assertEquals(List.of(), google.takeChanges());
  }

  @Tag("campaign")
  @Test
  void theStoreOfAnotherInstallationIsTakenByNobody() {
    google.takeChanges();
    scripts.set("EVENT_STORE_DATABASE", "eventstore");
    var words = "of the installation restaurant: eventstore";
    assertRefused(words, "deploy", "--env=staging");
    assertRefused(words, "deploy", "--env=staging", "--adopt=eventstore");
    assertEquals(1, scripts.run("destroy", "--yes", "--adopt=eventstore").status());
    assertEquals(List.of(), google.takeChanges());
  }

  /** An API that is off knows of nothing, and what it knew is there when it is on. */
  @Tag("campaign")
  @Test
  void whatAnApiThatWasOffKnewOfIsLeftAlone() {
    begin(new ControlPlane(SharedEmulators.get().pubsub()));
    enable("firestore");
    scripts.gcloud("firestore", "databases", "create", "--database=views", "--location=eur3");
    google.google().apis().enabled().clear();
    google.google().settle();
    var before = everything();

    for (int i = 0; i < 2; i++) {
      var refused = scripts.run("deploy");
      assertEquals(1, refused.status());
      assertTrue(
          refused.output().contains("not of this installation: views (databases)"),
          refused.output());
    }
    destroy();
    before.forEach((name, thing) -> assertEquals(thing, everything().get(name), name));
  }

  @Tag("campaign")
  @Test
  void aPlanNamesWhatIsInNoTableAnyMore() throws Exception {
    var table = folder.resolve("functions.txt");
    var rows = new ArrayList<>(Files.readAllLines(Path.of("../functions.txt")));
    rows.removeIf(row -> row.contains("menu-reconciler") || row.contains("menu-items-orders"));
    Files.write(table, rows);
    scripts.gcloud(
        "firestore",
        "indexes",
        "composite",
        "create",
        "--database=views",
        "--collection-group=menu-items",
        "--field-config=field-path=color,order=ascending",
        "--field-config=field-path=size,order=ascending");
    google.google().services().lead("menu-queries", "menu-queries-00001-abc");
    google.takeChanges();

    var plan = scripts.set("TABLE", table.toString()).run("plan").mustPass();
    for (var expected :
        List.of(
            "menu-reconciler (functions)",
            "menu-items-orders (functions)",
            "menu-items-orders (subscriptions)",
            "menu-items-orders-dead-letters (topics)",
            "menu-reconciler (jobs)",
            "index menu-items color,size,__name__ ASCENDING,ASCENDING,ASCENDING of views")) {
      assertTrue(
          plan.output().contains("# in no table any more: " + expected + "\n"), plan.output());
    }
    assertTrue(
        plan.output().contains("# traffic of menu-queries goes to menu-queries-00001-abc by hand"),
        plan.output());
    assertEquals(List.of(), google.takeChanges());
  }

  @Tag("campaign")
  @Test
  void aPlanSeesAnotherPlaceAndAnotherRetention() {
    google.takeChanges();
    var longer = scripts.set("BACKUP_RETENTION", "14d").run("plan").mustPass().commands();
    assertEquals(1, longer.size(), longer.toString());
    assertTrue(
        longer.getFirst().contains("backups schedules update --database=eventstore"),
        longer.getFirst());

    var moved = scripts.set("DATABASE_LOCATION", "eur3").run("plan");
    assertEquals(1, moved.status());
    assertTrue(
        moved.output().contains("is in europe-west1 for good: set DATABASE_LOCATION=europe-west1."),
        moved.output());
    assertEquals(List.of(), google.takeChanges());
  }

  @Tag("campaign")
  @Test
  void theLastTenConfigsOfTheGatewayAreKept() {
    for (int i = 1; i <= 10; i++) {
      scripts.gcloud(
          "api-gateway",
          "api-configs",
          "create",
          "c-" + i,
          "--api=restaurant",
          "--openapi-spec=" + openApi(),
          "--labels=installation=restaurant");
    }
    scripts.set("JWT_AUDIENCES", "others").run("deploy").mustPass();
    var configs =
        google.google().resources().keySet().stream()
            .filter(name -> name.contains("/configs/"))
            .map(name -> name.replaceFirst(".*/", ""))
            .toList();
    assertEquals(10, configs.size(), configs.toString());
    assertFalse(configs.contains("c-1"), configs.toString());
    assertTrue(configs.contains("c-2"), configs.toString());
  }

  @Test
  void anEnvironmentHasAShortName() {
    for (var name : List.of("Staging", "staging-two", "staging22", "1st", "a.b")) {
      assertRefused("ENVIRONMENT (--env) must be at most 8 small letters", "deploy", "--env", name);
    }
    // orders-menu-items is a function of the installation without a name.
    assertRefused("\"orders\" is the name of a service", "deploy", "--env", "orders");
  }

  private void assertRefused(String words, String script, String... arguments) {
    var refused = scripts.run(script, arguments);
    assertEquals(1, refused.status(), refused.output());
    assertTrue(refused.output().contains(words), refused.output());
  }

  /** As where a variable is not set: {@code --env "$STAGE"}. */
  @Test
  void anOptionWithoutItsValueIsNoOption() {
    google.takeChanges();
    for (var option : List.of("--env", "--project", "--region")) {
      assertRefused(option + " needs a value", "destroy", "--yes", option, "");
      assertRefused(option + " needs a value", "destroy", "--yes", option + "=");
    }
    scripts.set("PARALLEL", "0");
    assertRefused("PARALLEL must be", "plan");
    assertEquals(List.of(), google.takeChanges());
  }

  @Test
  void whereNobodyAnswersNothingIsRemoved() {
    var asked =
        scripts.set("SERVICES", "").set("ANSWER_WITHIN", "1").answering(Scripts.NOBODY, "destroy");
    assertEquals(1, asked.status());
    assertTrue(asked.output().contains("destroy: nothing removed"), asked.output());
  }

  @Test
  void theQuestionSaysWhatWouldBeRemoved() {
    var asked = scripts.set("SERVICES", "").answering("n\n", "destroy", "--env=staging");
    assertEquals(1, asked.status());
    assertTrue(asked.output().contains("staging-restaurant from project demo?"), asked.output());
  }

  @Test
  void aPlaceThatLacksWhatTheSystemNeedsIsRefusedAtOnce() {
    for (var place : Map.of("REGION", "europe-west3", "DATABASE_LOCATION", "eur5").entrySet()) {
      var refused = new Scripts(folder, google.port());
      var said = refused.set(place.getKey(), place.getValue()).run("deploy");
      assertEquals(1, said.status());
      assertTrue(
          said.output()
              .matches("deploy: %s must have .*regions.txt.*\\R".formatted(place.getKey())),
          said.output());
    }
    assertEquals(List.of(), google.takeChanges());
  }
}
