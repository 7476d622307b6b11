package restaurant.local.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.Timestamp;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.Outcome;
import restaurant.local.SystemOnEmulators;
import restaurant.local.Traffic;
import restaurant.ops.views.Views;
import restaurant.system.Restaurant;

/**
 * The event store is put back to an earlier moment, and the system by the documented commands after
 * it. What has been decided since then is gone, and nothing that followed from it stays.
 */
@Needs(Needs.Tool.EMULATORS)
class RestoreTest {

  private final String project = LocalSystem.newProject();
  private final Clients clients = SystemOnEmulators.clients(project);

  /** Emulators that outlive the system, as its stores do. */
  @BeforeEach
  void name() {
    System.setProperty("firestore.emulator.host", SharedEmulators.get().firestore());
    System.setProperty("pubsub.emulator.host", SharedEmulators.get().pubsub());
  }

  @AfterEach
  void forget() {
    System.clearProperty("firestore.emulator.host");
    System.clearProperty("pubsub.emulator.host");
  }

  @Test
  void theSystemGoesOnFromAnEarlierMoment() throws Exception {
    String dish;
    Timestamp moment;
    RecordedEvent gone;
    Operator operator;
    try (var system = SystemOnEmulators.start(project);
        var client = new Client(system.uri())) {
      operator = new Operator(system);
      traffic(client, 21);
      dish = added(client);
      modify(client, dish, 2, 60);
      moment = Timestamp.now();
      modify(client, dish, 61, 115);
      traffic(client, 22);
      new Outcome(Backend.current()).assertEveryViewBecomesTheFoldOfItsEvents();
      // A snapshot that is ahead of what the store will be.
      assertEquals(1, Backend.current().queryStore().page("menu-snapshots", Query.first(9)).size());
      gone = Backend.current().eventStore("menu").readRange(dish, 61, 61).getFirst();
    }

    // Nothing runs. The store goes back, and a message of what is gone is still on its way.
    int deleted = Putting.back(clients, moment);
    assertTrue(deleted > 60, deleted + " deleted");
    new GoogleBackend(clients).eventBus("menu").publish(gone);
    var red = operator.run("verify", "--grace=PT0S");
    assertEquals(1, red.status(), red.output());

    var dry = operator.run("restore", "--dry-run");
    assertEquals(0, dry.status(), dry.output());
    assertTrue(dry.output().contains("menu-snapshots"), dry.output());
    var begun = Instant.now();
    var restored = operator.run("restore");
    assertEquals(0, restored.status(), restored.output());
    assertReconcilersBeginWith(begun);
    var green = operator.run("verify", "--grace=PT0S");
    assertEquals(0, green.status(), green.output());
    System.out.println(restored.output() + green.output());
    assertGoesOnWithTheLog(operator);

    try (var system = SystemOnEmulators.start(project);
        var client = new Client(system.uri())) {
      modify(client, dish, 61, 70);
      traffic(client, 23);
      new Outcome(Backend.current()).assertEveryViewBecomesTheFoldOfItsEvents();
      var item = client.get("/menu/items/" + dish).json();
      assertEquals(70, item.path("version").asLong());
      assertEquals("70", item.path("description").asText());
      assertNoHoles();
      var still = operator.run("verify", "--grace=PT10S");
      assertEquals(0, still.status(), still.output());
    }
  }

  /** As if its process had ended when it had emptied the log, and made all the others. */
  private void assertGoesOnWithTheLog(Operator operator) throws Exception {
    var nothing = operator.run("restore", "--go-on");
    assertEquals(1, nothing.status(), nothing.output());
    assertTrue(nothing.output().contains("No restore was interrupted"), nothing.output());

    var others = new TreeSet<>(Views.names());
    others.remove("audit");
    var note = Map.of("retention", "PT9600H", "emptied", true, "made", others);
    var content = new Document.Content("restore", 0, Optional.of(Json.tree(note)), Map.of());
    var stores = new GoogleBackend(clients).queryStore();
    stores.commit(List.of(new Write("restores", content, new Write.Precondition.None())));
    for (var entry : stores.page("audit", Query.first(10_000))) {
      stores.remove(new QueryStore.Key("audit", entry.id()), entry.revision());
    }
    var rest = operator.run("restore", "--go-on");
    assertEquals(0, rest.status(), rest.output());
    assertEquals(
        List.of("audit                is made anew."),
        rest.output().lines().filter(line -> line.endsWith("is made anew.")).toList());
    var green = operator.run("verify", "--grace=PT0S");
    assertEquals(0, green.status(), green.output());
  }

  /** Not seven days before: all of that is filled in. */
  private void assertReconcilersBeginWith(Instant time) {
    var store = new GoogleBackend(clients).queryStore();
    for (var feeds : Views.all(Duration.ZERO).values()) {
      for (var feed : feeds) {
        var name = feed.view().collection() + "~" + feed.source();
        var place =
            store.get(List.of(new QueryStore.Key("reconciler", name))).values().stream()
                .findFirst();
        var until = place.orElseThrow(() -> new AssertionError(name)).body().orElseThrow();
        var from = Instant.parse(until.path("until").asText());
        assertTrue(from.isAfter(time.minus(Duration.ofHours(2))), name + " begins at " + from);
      }
    }
  }

  private static void traffic(Client client, long seed) throws Exception {
    var traffic = new Traffic(client, seed, true);
    traffic.run(40);
    assertEquals(List.of(), traffic.failures());
  }

  private static String added(Client client) {
    var answer =
        accepted(
            client,
            "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"1\",\"price\":\"1\"}}");
    return answer.json().path("aggregateId").asText();
  }

  /** Each version says its number. */
  private static void modify(Client client, String dish, long from, long to) {
    for (long version = from; version <= to; version++) {
      var answer =
          accepted(
              client,
              "{\"type\":\"modifyMenuItem\",\"aggregateId\":\"%s\",\"payload\":{\"description\":\"%d\",\"price\":\"1\"}}"
                  .formatted(dish, version));
      assertEquals(version, answer.json().path("version").asLong(), answer.body());
    }
  }

  /** Asks again, as a client does, where a busy machine's store does not answer in time. */
  private static Client.Response accepted(Client client, String command) {
    var key = UUID.randomUUID().toString();
    var answer = client.command("menu", command, "Idempotency-Key", key);
    for (int again = 0; answer.status() == 503 && again < 10; again++) {
      answer = client.command("menu", command, "Idempotency-Key", key);
    }
    assertEquals(202, answer.status(), answer.body());
    return answer;
  }

  private static void assertNoHoles() {
    var streams = new HashMap<String, List<Long>>();
    for (var service : Restaurant.SYSTEM.writers()) {
      Backend.current()
          .eventLog(service.name())
          .readByKey(
              "",
              "",
              slot ->
                  streams
                      .computeIfAbsent(service + "/" + slot.stream(), id -> new ArrayList<>())
                      .add(slot.version()));
    }
    assertTrue(streams.size() > 0);
    streams.forEach(
        (id, versions) ->
            assertEquals(
                LongStream.rangeClosed(1, versions.size()).boxed().toList(), versions, id));
  }
}
