package restaurant.local.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.events.Ids;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.SystemOnEmulators;
import restaurant.local.gateway.Tokens;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

/** "Why was my order refused?" has an answer, and nothing that anybody said is in it. */
class RefusalsTest {

  /** Stands for names, addresses and whatever else is personal. */
  private static final String CANARY = "canary";

  private static final String ADDRESS =
      "{\"nickname\":\"%1$s\",\"street\":\"%1$s\",\"city\":\"%1$s\",\"postalCode\":\"%1$s\"}"
          .formatted(CANARY);

  private static final int PATIENCE_SECONDS = 60;

  private final Tokens tokens = Tokens.make();
  private final String cook = "Bearer " + tokens.staff("cook");
  private final String ann = "Bearer " + tokens.customer(CANARY + "-ann");
  private final String annsId = Ids.caller(CANARY + "-ann");
  private final List<String> refused = new ArrayList<>();
  private int anns;

  /** A running system, and somebody who sends commands to it. */
  private record Door(Client client) {

    Client.Response send(String by, String service, String type, String id, String payload) {
      var on = id.isEmpty() ? "" : "\"aggregateId\":\"" + id + "\",";
      var body = "{\"type\":\"%s\",%s\"payload\":%s}".formatted(type, on, payload);
      return client.command(service, body, "Authorization", by);
    }

    String made(String by, String service, String type, String id, String payload) {
      var answer = send(by, service, type, id, payload);
      assertEquals(202, answer.status(), answer::body);
      return answer.json().path("aggregateId").asText();
    }
  }

  private void refused(
      Door door, int status, String by, String service, String type, String id, String payload) {
    var answer = door.send(by, service, type, id, payload);
    assertEquals(status, answer.status(), () -> type + " " + answer.body());
    note(by, type, answer);
  }

  private void note(String by, String type, Client.Response answer) {
    refused.add(type + " " + answer.json().path("type").asText());
    anns += by.equals(ann) ? 1 : 0;
  }

  /** Orders hear of a new customer soon. */
  private String opened(Door door, String payload) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    var answer = door.send(ann, "orders", "openOrder", "", payload);
    while (answer.status() == 404 && System.nanoTime() < end) {
      note(ann, "openOrder", answer);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      answer = door.send(ann, "orders", "openOrder", "", payload);
    }
    assertEquals(202, answer.status(), answer::body);
    return answer.json().path("aggregateId").asText();
  }

  /** Every command, refused for whatever it can be refused for. */
  private String everythingRefused(Door door) {
    var nowhere = "nowhere";
    var dish = "{\"description\":\"%s\",\"price\":\"%s\"}".formatted(CANARY, "-1");
    refused(door, 403, ann, "menu", "addMenuItem", "", dish);
    refused(door, 422, cook, "menu", "addMenuItem", "", dish);
    refused(door, 422, cook, "menu", "modifyMenuItem", nowhere, dish);
    refused(door, 404, cook, "menu", "removeMenuItem", nowhere, "{}");

    var signUp = "{\"name\":\"%s\",\"email\":\"%s@example.com\"}".formatted(CANARY, CANARY);
    refused(door, 403, ann, "customers", "signUpCustomer", "", signUp);
    door.made(cook, "customers", "signUpCustomer", "", signUp);
    refused(door, 409, cook, "customers", "signUpCustomer", "", signUp);
    refused(door, 422, cook, "customers", "signUpCustomer", "", signUp.replace("@", " at "));
    refused(door, 404, ann, "customers", "addAddress", nowhere, ADDRESS);
    door.made(ann, "customers", "signUpCustomer", "", signUp.replace("@", "-ann@"));
    door.made(ann, "customers", "addAddress", annsId, ADDRESS);
    refused(door, 409, ann, "customers", "addAddress", annsId, ADDRESS);

    var open = "{\"customerId\":\"%s\"}";
    refused(door, 403, ann, "orders", "openOrder", "", open.formatted(CANARY));
    refused(door, 404, cook, "orders", "openOrder", "", open.formatted(CANARY));
    var order = opened(door, open.formatted(annsId));
    var item = "{\"menuItemId\":\"%s\",\"quantity\":%s}";
    refused(door, 404, ann, "orders", "addItemToOrder", order, item.formatted(CANARY, 1));
    refused(
        door, 400, ann, "orders", "addItemToOrder", order, item.formatted(CANARY, "\"canary\""));
    var line = "{\"orderItemId\":\"%s\"}".formatted(CANARY);
    refused(door, 404, ann, "orders", "removeItemFromOrder", order, line);
    var home = "{\"nickname\":\"%s\"}".formatted("another " + CANARY);
    refused(door, 404, ann, "orders", "addDeliveryAddressToOrder", order, home);
    refused(door, 400, ann, "orders", "cancelOrder", order, ADDRESS);
    refused(door, 409, ann, "orders", "placeOrder", order, "{}");
    return order;
  }

  private static List<String> logged(LocalSystem system) throws IOException {
    return Files.readAllLines(system.log()).stream()
        .map(line -> Json.parse(line).at("/jsonPayload/refusal"))
        .filter(refusal -> !refusal.isMissingNode())
        .map(it -> it.path("commandType").asText() + " " + it.path("problem").asText())
        .toList();
  }

  private void answersWhy(Platform.Choice backend, boolean isolate) throws Exception {
    var options =
        new LocalSystem.Options(backend, 0, isolate, Deliveries.Manner.GOOD, Optional.of(tokens));
    try (var system = LocalSystem.start(options);
        var client = new Client(system.uri())) {
      var order = everythingRefused(new Door(client));

      assertEquals(refused, logged(system));
      assertFalse(Files.readString(system.log()).contains(CANARY), "the log says what was sent");

      var operator = new Operator(system);
      var why = operator.run("refusals", order).output();
      assertTrue(
          why.contains(
              "orders placeOrder on %s by %s  /problems/conflict: Order must have at least one item."
                  .formatted(order, annsId)),
          why);
      assertTrue(why.contains("6 refused commands since"), why);
      var hers = operator.run("refusals", "--caller=" + CANARY + "-ann").output();
      assertTrue(hers.contains("\n" + anns + " refused commands since"), hers);
      assertTrue(hers.contains("payload.quantity: payload.quantity must be a whole number."), hers);
    }
  }

  @Test
  void inMemory() throws Exception {
    answersWhy(Platform.Choice.MEMORY, false);
  }

  /** A process a function: all write to one log. */
  @Test
  void onTheEmulators() throws Exception {
    answersWhy(SystemOnEmulators.backend(), true);
  }
}
