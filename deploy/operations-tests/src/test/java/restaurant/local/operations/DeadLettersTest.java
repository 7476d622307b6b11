package restaurant.local.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.SystemOnEmulators;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Deliveries;

/** An event that its own service cannot understand, from the first retry to the fix. */
class DeadLettersTest {

  private static final long PATIENCE_SECONDS = 120;

  private static RecordedEvent modified(String item, long version, int schema) {
    var id = Ids.command("menu", "a newer version", item + version);
    return new RecordedEvent(
        Ids.event(id, 0),
        "menu",
        item,
        version,
        "menuItemModified",
        schema,
        Instant.now(),
        Json.parse(
            "{\"description\":\"Version %d\",\"price\":{\"amount\":\"12.00\",\"currency\":\"USD\"}}"
                .formatted(version)),
        new Metadata(id, "hash", "journey", id, "", "a newer version"));
  }

  private static String added(Client client) {
    var answer =
        client.command(
            "menu",
            "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Soup\",\"price\":6}}");
    assertEquals(202, answer.status(), answer::body);
    var id = answer.json().path("aggregateId").asText();
    assertEquals(200, client.getAtVersion("/menu/items/" + id, 1).status());
    return id;
  }

  @Test
  void aPoisonedEventStopsItsStreamAndNoOtherUntilItIsRedriven() throws Exception {
    try (var system =
            LocalSystem.start(
                new LocalSystem.Options(
                    SystemOnEmulators.backend(),
                    0,
                    false,
                    // The fewest that Pub/Sub allows.
                    new Deliveries.Manner(Chaos.NONE, 5)));
        var client = new Client(system.uri())) {
      var operator = new Operator(system);
      var poisoned = added(client);
      var healthy = added(client);
      var store = Backend.current().eventStore("menu");
      store.append(List.of(modified(poisoned, 2, 2)), List.of());
      store.append(List.of(modified(poisoned, 3, 1)), List.of());
      store.append(List.of(modified(healthy, 2, 1)), List.of());

      // No other stream waits.
      assertEquals(200, client.getAtVersion("/menu/items/" + healthy, 2).status());

      // Both are given up in the end: the later one cannot be applied past the first.
      Operator.Ran letters;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      do {
        letters = operator.run("deadletters", "menu-items");
        assertTrue(System.nanoTime() < end, letters.output());
      } while (!letters.output().contains("2 dead letters of menu-items."));
      assertEquals(1, letters.status());
      assertTrue(
          letters.output().contains("menuItemModified schema 2: unknown schema"), letters.output());

      // The console shows the same.
      var shown =
          client
              .get("/local/deadletters")
              .json()
              .path("items")
              .valueStream()
              .filter(it -> it.path("subscription").asText().equals("menu-items"))
              .findFirst()
              .orElseThrow();
      assertEquals(2, shown.path("letters").asInt(), shown::toString);
      assertEquals(
          List.of("2", "3"),
          shown.findValuesAsText("version").stream().sorted().toList(),
          shown::toString);

      // Nor does one wait that comes after so many failures.
      store.append(List.of(modified(healthy, 3, 1)), List.of());
      assertEquals(200, client.getAtVersion("/menu/items/" + healthy, 3).status());

      // The view is at version 1 and says so; history shows more; verify says that it is stuck.
      assertEquals("\"1\"", client.get("/menu/items/" + poisoned).header("ETag"));
      assertEquals(3, client.get("/menu/events/" + poisoned).json().path("events").size());
      var verified = operator.run("verify", "--view=menu-items", "--grace=PT0S");
      assertEquals(1, verified.status(), verified.output());
      assertTrue(
          verified.output().contains("menu-items/" + poisoned + " stuck"), verified.output());

      system.deploy("menu-items", FixedMenuItemsProjector.class);
      var redriven = operator.run("redrive", "menu-items");
      assertEquals(0, redriven.status(), redriven.output());
      assertTrue(redriven.output().contains("2 of 2 dead letters"), redriven.output());
      assertEquals(
          "Version 3",
          client.getAtVersion("/menu/items/" + poisoned, 3).json().path("description").asText());
      assertEquals(0, operator.run("deadletters", "menu-items").status());
    }
  }
}
