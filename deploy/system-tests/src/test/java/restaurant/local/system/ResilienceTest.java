package restaurant.local.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.FunctionSpec;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Outcome;
import restaurant.local.SystemOnEmulators;
import restaurant.local.functions.RunningFunction;

/** Orders goes on while the services that it has learned from are down. */
class ResilienceTest {

  private static String accepted(Client.Response answer) {
    assertEquals(202, answer.status(), answer::body);
    return answer.json().path("aggregateId").asText();
  }

  private static String order(Client client, String type, String id, String payload) {
    var body =
        "{\"type\":\"%s\",\"aggregateId\":\"%s\",\"payload\":%s}".formatted(type, id, payload);
    return accepted(client.command("orders", body));
  }

  private static void known(Client client, String path) {
    assertEquals(200, client.getAtVersion(path, 1).status());
  }

  @Test
  void ordersAreTakenWhileMenuAndCustomersAreDownAndBothCatchUp() throws Exception {
    try (var system =
            LocalSystem.start(new LocalSystem.Options(SystemOnEmulators.backend(), 0, false));
        var client = new Client(system.uri())) {
      var item =
          accepted(
              client.command(
                  "menu",
                  "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Soup\",\"price\":6}}"));
      var guest =
          accepted(
              client.command(
                  "customers",
                  "{\"type\":\"signUpCustomer\",\"payload\":{\"name\":\"Ann\",\"email\":\"ann@b.cc\"}}"));
      // All views, the copies of orders among them, have heard of both.
      new Outcome(Backend.current()).assertEveryViewBecomesTheFoldOfItsEvents();

      var down =
          system.functions().stream()
              .map(RunningFunction::row)
              .filter(row -> row.service().equals("menu") || row.service().equals("customers"))
              .map(FunctionSpec::name)
              .toList();
      down.forEach(system::kill);
      assertEquals(503, client.get("/menu/items").status());
      assertEquals(503, client.get("/customers").status());

      var order =
          accepted(
              client.command(
                  "orders",
                  "{\"type\":\"openOrder\",\"payload\":{\"customerId\":\"%s\"}}".formatted(guest)));
      order(
          client,
          "addItemToOrder",
          order,
          "{\"menuItemId\":\"%s\",\"quantity\":3}".formatted(item));
      order(client, "placeOrder", order, "{}");
      var view = client.getAtVersion("/orders/" + order, 3);
      assertEquals("placed", view.json().path("status").asText());
      assertEquals("18.00", view.json().at("/total/amount").textValue());

      for (var name : down) {
        system.restart(name);
      }
      known(client, "/customers/" + guest);
      // The menu hears, late, how often its soup was ordered.
      new Outcome(Backend.current()).assertEveryViewBecomesTheFoldOfItsEvents();
      assertEquals(3, client.get("/menu/items/" + item).json().path("timesOrdered").asInt());
    }
  }
}
