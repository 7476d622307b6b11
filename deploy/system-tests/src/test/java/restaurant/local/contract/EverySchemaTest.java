package restaurant.local.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.testing.schemas.GoldenEvent;
import dev.eventfold.testing.schemas.GoldenEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Outcome;
import restaurant.local.gateway.OpenApi;
import restaurant.local.platform.Platform;
import restaurant.system.Restaurant;

/** Clients get old events as they were stored, and views that know nothing of schemas. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EverySchemaTest {

  private final OpenApi api = OpenApi.load();
  private final Contract contract = new Contract(api);
  private LocalSystem system;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    system = LocalSystem.start(new LocalSystem.Options(Platform.Choice.MEMORY, 0, false));
    client = new Client(system.uri());
  }

  @AfterAll
  void stop() {
    client.close();
    system.close();
  }

  static List<GoldenEvent> everything() throws IOException {
    var all = new ArrayList<GoldenEvent>();
    for (var service : Restaurant.SYSTEM.writers()) {
      all.addAll(golden(service.name()));
    }
    return all;
  }

  private static List<GoldenEvent> golden(String service) throws IOException {
    var folder = Path.of("../../functions/%s/src/test/resources/golden".formatted(service));
    return GoldenEvents.in(folder, service).all();
  }

  private static void store(RecordedEvent event) {
    Backend.current().eventStore(event.service()).append(List.of(event), List.of());
  }

  @ParameterizedTest
  @MethodSource("everything")
  void whatWasEverStoredIsInTheDocument(GoldenEvent golden) {
    var stream = UUID.randomUUID().toString();
    store(golden.recorded(stream, 1));
    var path = "/%s/events/".formatted(golden.service());
    var answer = client.get(path + stream);
    assertEquals(golden.payload(), answer.json().at("/events/0/payload"));
    assertEquals(
        List.of(),
        contract.strangeIn(
            new Operation("GET", path + "{id}", api.tree()), Contract.Answer.of(answer)));
  }

  @Test
  void anOrderIsReadAndPlacedWhateverItsItemsWereStoredAs() throws IOException {
    var order = UUID.randomUUID().toString();
    store(stored("orderOpened@1", order, 1));
    store(stored("itemAddedToOrder@1", order, 2));
    var second = stored("itemAddedToOrder@2", order, 3);
    ((ObjectNode) second.payload()).put("orderItemId", "2");
    store(second);

    assertTotal("58.00", client.getAtVersion("/orders/" + order, 3));
    assertTotal("29.00", client.get("/orders/" + order + "?asOf=2"));
    var placed =
        client.command(
            "orders", "{\"type\":\"placeOrder\",\"aggregateId\":\"%s\"}".formatted(order));
    assertEquals("58.00", placed.json().at("/events/0/payload/total/amount").asText());
    assertTotal("58.00", client.getAtVersion("/orders/" + order, 4));
    new Outcome(Backend.current()).assertEveryViewBecomesTheFoldOfItsEvents();
  }

  /** Now: who opened one long ago has had the time to place it, and the clock cancels it. */
  private static RecordedEvent stored(String name, String order, long version) throws IOException {
    return golden("orders").stream()
        .filter(event -> event.file().equals(name + ".json"))
        .findFirst()
        .orElseThrow()
        .recorded(order, version, Instant.now());
  }

  private static void assertTotal(String total, Client.Response order) {
    assertEquals(200, order.status(), order.body());
    assertEquals(total, order.json().at("/total/amount").asText());
  }
}
