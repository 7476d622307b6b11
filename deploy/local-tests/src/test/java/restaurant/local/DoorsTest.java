package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Write;
import dev.eventfold.gcp.Backend;
import dev.eventfold.json.Json;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import restaurant.local.functions.RunningFunction;
import restaurant.local.platform.Platform;

/** The gateway is the one door of a local run: by no other does anybody get in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorsTest {

  private LocalSystem system;
  private Client client;
  private final Intruder intruder = new Intruder();

  @BeforeAll
  void start() throws Exception {
    system = LocalSystem.start(new LocalSystem.Options(Platform.Choice.MEMORY, 0, false));
    client = new Client(system.uri());
  }

  @AfterAll
  void stop() {
    intruder.close();
    client.close();
    system.close();
  }

  @Test
  void everyPortIsOnTheLoopback() {
    ListeningPorts.of(ProcessHandle.current()).assertAllOnLoopback();
  }

  private Stream<RunningFunction> functions() {
    return system.functions().stream();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("functions")
  void whoHasNotTheRunsSecretIsRefused(RunningFunction function) {
    intruder.assertRefusedBy(function);
  }

  private String added() {
    var added =
        client.command(
            "menu",
            "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Soup\",\"price\":6}}");
    assertEquals(202, added.status(), added::body);
    var item = added.json().path("aggregateId").asText();
    assertEquals(200, client.getAtVersion("/menu/items/" + item, 1).status());
    return item;
  }

  private URI function(String name) {
    return functions().filter(it -> it.row().name().equals(name)).findFirst().orElseThrow().uri();
  }

  @Test
  void aForgedEventSetsNoPrice() {
    var item = added();

    assertEquals(401, intruder.pushes(function("menu-items"), item, 2));

    var view = client.get("/menu/items/" + item);
    assertEquals("\"1\"", view.header("ETag"));
    assertEquals("6.00", view.json().at("/price/amount").asText());
  }

  private JsonNode reconciled(String name) {
    try (var clock = new Client(function(name))) {
      var answer =
          clock.send(
              clock
                  .request("/")
                  .header("Authorization", system.caller().bearer())
                  .POST(BodyPublishers.noBody()));
      assertEquals(200, answer.status(), answer::body);
      return answer.json().at("/views/0");
    }
  }

  /** Should somebody get in all the same: the next event would be dropped as a duplicate. */
  @Test
  void whatNoEventSaysIsFoundByTheNextReconcilers() {
    var item = added();
    var views = Backend.current().queryStore();
    var forged =
        Json.parse(
            "{\"item\":{\"description\":\"Soup\",\"price\":{\"amount\":\"0.01\","
                + "\"currency\":\"USD\"},\"active\":true},\"timesOrdered\":3}");
    var content =
        new Document.Content(
            item,
            1,
            Optional.of(forged),
            Map.of("description", "Soup", "price", 1L, "active", true, "timesOrdered", 3L));
    views.commit(List.of(new Write("menu-items", content, new Write.Precondition.None())));

    var found =
        IntStream.range(0, 3).map(run -> reconciled("menu-reconciler").path("differ").asInt());

    assertTrue(found.sum() >= 1, "the forged price");
    assertEquals("3", client.get("/menu/items/" + item).json().path("timesOrdered").asText());
  }

  @Test
  void aProjectorTakesEventsOfItsOwnSourceAlone() {
    assertEquals(400, intruder.knows(system.caller()).pushes(function("orders-customers"), "x", 1));
    assertEquals(204, intruder.knows(system.caller()).pushes(function("audit-orders"), "x", 1));
  }
}
