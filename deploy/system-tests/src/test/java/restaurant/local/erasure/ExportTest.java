package restaurant.local.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.bank.Bank;
import restaurant.local.platform.Platform;

/** What a person is shown of all that is kept of them. */
@Timeout(120)
class ExportTest {

  private final Guest ann = Guest.number(1);
  private final Guest bob = Guest.number(2);
  private LocalSystem system;
  private Client client;
  private Meals meals;
  private String annsId;

  @BeforeEach
  void twoGuestsHaveEaten() throws Exception {
    var options = new LocalSystem.Options(Platform.Choice.MEMORY, 0, false);
    System.setProperty("key.cache", "PT0.1S");
    system = LocalSystem.start(options.with(Bank.Manner.GOOD));
    client = new Client(system.uri());
    meals = new Meals(client);
    annsId = meals.signUp(ann);
    var bobsId = meals.signUp(bob);
    // As if somebody wanted nothing to be readable.
    var dish = meals.dish("enc:" + annsId + ":AAAA");
    for (int i = 0; i < 3; i++) {
      meals.order(annsId, dish);
    }
    meals.order(bobsId, dish);
    meals.untilConfirmed(4);
    meals.untilShown(annsId);
  }

  @AfterEach
  void close() {
    System.clearProperty("key.cache");
    client.close();
    system.close();
  }

  private List<JsonNode> export(String person, int pageSize) {
    var items = new ArrayList<JsonNode>();
    var token = "";
    do {
      var next = token.isEmpty() ? "" : "&pageToken=" + token;
      var answer =
          client.get("/customers/%s/export?pageSize=%d%s".formatted(person, pageSize, next));
      assertEquals(200, answer.status(), answer::body);
      assertEquals(person, answer.json().path("id").asText());
      assertTrue(answer.json().path("items").size() <= pageSize);
      answer.json().path("items").forEach(items::add);
      token = answer.json().path("nextPageToken").asText();
    } while (!token.isEmpty());
    return items;
  }

  @Test
  void itIsAllThatIsKeptAndOfNobodyElse() {
    var all = export(annsId, 500);
    ann.canaries().forEach(it -> assertTrue(all.toString().contains(Needles.json(it)), it));
    bob.canaries().forEach(it -> assertFalse(all.toString().contains(Needles.json(it)), it));
    assertFalse(all.toString().contains("\"$shape\""));

    var places = new TreeSet<String>();
    all.forEach(item -> item.path("keptIn").forEach(it -> places.add(it.asText())));
    assertEquals(
        "[eventstore/customers-events, eventstore/orders-events, eventstore/payments-events,"
            + " topics/customers-events, topics/orders-events, topics/payments-events, views/audit,"
            + " views/customers, views/orders, views/orders-customers, views/payments]",
        places.toString());
    // Each event of their streams, once.
    var events = all.stream().map(it -> it.path("event")).filter(it -> !it.isMissingNode());
    var ids = events.map(it -> it.path("id").asText()).toList();
    assertEquals(ids.size(), new TreeSet<>(ids).size());
    assertEquals(6, all.stream().filter(it -> is(it, "paymentSucceeded", "orderOpened")).count());
  }

  private static boolean is(JsonNode item, String... types) {
    return List.of(types).contains(item.at("/event/type").asText());
  }

  @Test
  void itIsTheSameInPagesOfAnySize() {
    var whole = export(annsId, 500);
    assertEquals(whole, export(annsId, 1));
    assertEquals(whole, export(annsId, 3));
    assertEquals(whole, export(annsId, whole.size()));
  }

  @Test
  void ofWhoIsErasedItIsWhatIsLeft() {
    var before = export(annsId, 500);
    meals.erase(annsId);
    meals.until(
        () ->
            client.get("/customers/" + annsId).status() == 404
                && !export(annsId, 500).toString().contains("canary"),
        "nothing is left of Ann");
    var after = export(annsId, 500);
    assertTrue(after.toString().contains("\"erased\""));
    // One event more, and two documents less.
    assertEquals(before.size() - 1, after.size());
  }

  @Test
  void ofNobodyThereIsNone() {
    assertEquals(404, client.get("/customers/none/export").status());
    assertEquals(404, client.get("/customers/none/export/export").status());
    assertEquals(400, client.get("/customers/" + annsId + "/export?pageToken=1").status());
    assertEquals(404, client.get("/orders/none/export").status());
  }
}
