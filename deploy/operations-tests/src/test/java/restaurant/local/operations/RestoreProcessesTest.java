package restaurant.local.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.Timestamp;
import dev.eventfold.documents.Query;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.SystemOnEmulators;

/** The event store is put back to before answers that the outside has given. */
@Needs(Needs.Tool.EMULATORS)
class RestoreProcessesTest {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "firestore.emulator.host", SharedEmulators.get().firestore(),
          "pubsub.emulator.host", SharedEmulators.get().pubsub(),
          "reconciler.grace", "PT0S");

  private final String project = LocalSystem.newProject();
  private final Clients clients = SystemOnEmulators.clients(project);
  private CountingProvider provider;

  @BeforeEach
  void start() throws Exception {
    SETTINGS.forEach(System::setProperty);
    provider = new CountingProvider();
  }

  @AfterEach
  void stop() {
    provider.close();
    SETTINGS.keySet().forEach(System::clearProperty);
  }

  @Test
  void nothingIsDoneTwiceAndNoDeadlineIsLost() throws Exception {
    Operator operator;
    Timestamp moment;
    String before;
    String between;
    String asked;
    String open;
    String gone;
    try (var system = SystemOnEmulators.start(project);
        var client = new Client(system.uri())) {
      operator = new Operator(system);
      var guest = new Guest(client);
      before = guest.places();
      guest.isContent(before);
      open = guest.opens();
      asked = guest.places();
      guest.sees("/payments/" + asked, "status", "paid");
      guest.isContent(asked);
      var held = provider.hold();
      between = guest.places();
      Guest.await(() -> provider.asked("charge", between) == 1, "asked for the charge");
      moment = Timestamp.now();
      held.countDown();
      guest.isContent(between);
      gone = guest.places();
      guest.isContent(gone);
    }
    var all = provider.asked();

    var deleted = Putting.back(clients, moment);
    assertTrue(deleted > 5, deleted + " deleted");
    var restored = operator.run("restore");
    assertEquals(0, restored.status(), restored.output());
    assertTrue(
        restored.output().contains("2 answers of the outside are in the streams again."),
        restored::output);
    for (var effect : List.of("charge", "receipt")) {
      assertTrue(
          restored
              .output()
              .contains("Asked for by an event that is gone: %s of %s".formatted(effect, gone)),
          restored::output);
    }
    var verified = operator.run("verify", "--grace=PT0S");
    assertEquals(0, verified.status(), verified.output());
    var listed = operator.run("processes", "list", "--most=100");
    assertEquals(0, listed.status(), listed.output());
    assertTrue(listed.output().contains("place of " + open), listed::output);

    try (var system = SystemOnEmulators.start(project);
        var client = new Client(system.uri())) {
      var guest = new Guest(client);
      system.tick();
      Guest.await(
          () -> {
            system.reconcile();
            var status = client.get("/orders/" + between).json().path("status").asText();
            return status.equals("confirmed");
          },
          "the order that was paid is confirmed");
      for (var order : List.of(before, asked, between)) {
        guest.isContent(order);
      }
      guest.sees("/orders/" + open, "status", "open");
      assertEquals(404, client.get("/orders/" + gone).status());
      assertEquals(all, provider.asked(), "nobody was asked anything");
      var places =
          new GoogleBackend(clients)
              .queryStore().page("reconciler", Query.first(1_000)).stream()
                  .map(it -> it.id())
                  .filter(it -> it.contains("-process~"))
                  .toList();
      assertEquals(
          List.of(
              "orders-process~payments", "payments-process~orders", "payments-process~payments"),
          places);
    }
  }
}
