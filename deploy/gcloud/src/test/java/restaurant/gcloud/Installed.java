package restaurant.gcloud;

import dev.eventfold.emulators.SharedEmulators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import restaurant.gcloud.google.ControlPlane;

/** Tests that begin where one service is deployed. */
abstract class Installed {

  /** For all classes: a first deploy is some hundred commands. */
  private static final class Deployed {

    static final Path FOLDER = Path.of("target/installed").toAbsolutePath();
    static final ControlPlane GOOGLE = deployed();

    /** What is kept there; nobody calls it any more. */
    private static ControlPlane deployed() {
      try (var google = new ControlPlane(SharedEmulators.get().pubsub())) {
        Files.createDirectories(FOLDER);
        new Scripts(FOLDER, google.port()).set("SERVICES", "menu").run("deploy").mustPass();
        return google;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @TempDir Path folder;
  ControlPlane google;
  Scripts scripts;

  @BeforeEach
  void start() {
    begin(Deployed.GOOGLE.copy());
  }

  void begin(ControlPlane where) {
    google = where;
    scripts =
        new Scripts(folder, google.port())
            .set("SERVICES", "menu")
            .set("SOURCES", Deployed.FOLDER.resolve("sources").toString());
  }

  @AfterEach
  void stop() {
    google.close();
  }

  /** The document of the gateway that is deployed. */
  Path openApi() {
    return Deployed.FOLDER.resolve("target/openapi.yaml");
  }

  /** Somebody makes an account of that name an editor of the project. */
  void editor(String account) {
    google
        .google()
        .policies()
        .grant(
            "projects/demo",
            "roles/editor",
            "serviceAccount:%s@demo.iam.gserviceaccount.com".formatted(account));
  }

  /** Somebody makes a channel to an address. */
  void channel(String address, String... options) {
    var words =
        new ArrayList<>(
            List.of(
                "beta",
                "monitoring",
                "channels",
                "create",
                "--display-name=restaurant",
                "--type=email",
                "--channel-labels=email_address=" + address));
    words.addAll(List.of(options));
    scripts.gcloud(words.toArray(String[]::new));
  }

  /** The event store is in another database from now on. */
  void adopt(String database) {
    scripts.gcloud(
        "firestore", "databases", "create", "--database=" + database, "--location=europe-west1");
    scripts.set("EVENT_STORE_DATABASE", database);
    scripts.run("deploy", "--adopt", database).mustPass();
  }

  String inventory() {
    return Inventory.of(google.google());
  }

  /** The things whose lines match, with their facts. */
  List<String> inventoryOf(String pattern) {
    return Pattern.compile("(?m)^\\S.*\\R( {2}.*\\R)*")
        .matcher(inventory())
        .results()
        .map(it -> it.group())
        .filter(it -> Pattern.compile(pattern).matcher(it).find())
        .toList();
  }

  /** What a script runs, which must pass. */
  List<String> commands(String... line) {
    return scripts
        .run(line[0], List.of(line).subList(1, line.length).toArray(String[]::new))
        .mustPass()
        .commands();
  }

  void destroy(String... options) {
    var arguments = new ArrayList<>(List.of("--yes"));
    arguments.addAll(List.of(options));
    scripts.set("SERVICES", "").run("destroy", arguments.toArray(String[]::new)).mustPass();
    scripts.set("SERVICES", "menu");
  }

  /** All that is kept, as it is kept, and who may do what with it. */
  Map<String, String> everything() {
    var all = new TreeMap<String, String>();
    google.google().resources().forEach((name, it) -> all.put(name, it.toString()));
    for (var kind : List.of("topics", "subscriptions")) {
      google
          .google()
          .pubsub()
          .list("demo", kind)
          .forEach(it -> all.put("pubsub/" + it.path("name").asText(), it.toString()));
    }
    google.google().policies().rights().forEach(right -> all.put(right.toString(), ""));
    return all;
  }
}
