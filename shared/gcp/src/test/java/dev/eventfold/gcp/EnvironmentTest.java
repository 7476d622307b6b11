package dev.eventfold.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.firestore.Firestore;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two environments of one project know nothing of each other. */
@Needs(Needs.Tool.EMULATORS)
class EnvironmentTest {

  private final String project = SharedEmulators.newProject();

  private Clients clients(String environment) {
    var emulators = SharedEmulators.get();
    return new Clients(
        project,
        environment,
        Clients.eventStoreDatabaseSet(environment),
        Optional.of(emulators.firestore()),
        Optional.of(emulators.pubsub()),
        List.of());
  }

  private static void write(Firestore database, String text) throws Exception {
    database.document("things/a").set(Map.of("text", text)).get();
    database.close();
  }

  private static String read(Firestore database) throws Exception {
    var text = database.document("things/a").get().get().getString("text");
    database.close();
    return text;
  }

  @Test
  void eachHasItsOwnDatabases() throws Exception {
    for (var environment : List.of("", "staging")) {
      write(clients(environment).eventStore(), "event of " + environment);
      write(clients(environment).views(), "view of " + environment);
    }
    for (var environment : List.of("", "staging")) {
      assertEquals("event of " + environment, read(clients(environment).eventStore()));
      assertEquals("view of " + environment, read(clients(environment).views()));
    }
    var staging = clients("staging").eventStore();
    assertEquals("staging-eventstore", staging.getOptions().getDatabaseId());
    staging.close();
  }

  @Test
  void namesOfTheOnlyEnvironmentAreAsTheyAre() {
    assertEquals("things-events", clients("").named("things-events"));
    assertEquals("staging-things-events", clients("staging").named("things-events"));
  }
}
