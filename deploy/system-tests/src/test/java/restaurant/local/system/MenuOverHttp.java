package restaurant.local.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.contract.RawHttp;
import restaurant.local.platform.Platform;

/** What the menu promises over HTTP, on whatever the system runs on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MenuOverHttp {

  private static final String PIZZA =
      "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Pepperoni\",\"price\":10.0}}";

  private LocalSystem system;
  private Client client;

  /** What the system runs on. */
  abstract Platform.Choice backend();

  @BeforeAll
  void start() throws Exception {
    system = LocalSystem.start(new LocalSystem.Options(backend(), 0, false));
    client = new Client(system.uri());
  }

  @AfterAll
  void stop() {
    system.close();
  }

  private Client client() {
    return client;
  }

  private String added() {
    return client().command("menu", PIZZA).json().path("aggregateId").asText();
  }

  private static String modify(String id, String description, String price) {
    return """
        {"type":"modifyMenuItem","aggregateId":"%s","payload":{"description":"%s","price":%s}}
        """
        .formatted(id, description, price);
  }

  private static String remove(String id) {
    return "{\"type\":\"removeMenuItem\",\"aggregateId\":\"%s\",\"payload\":{}}".formatted(id);
  }

  private static void assertProblem(
      int status, String field, String words, Client.Response answer) {
    assertEquals(status, answer.status(), answer.body());
    assertTrue(answer.header("Content-Type").startsWith("application/problem+json"));
    assertFalse(answer.body().contains("\tat "), "a stack trace: " + answer.body());
    assertTrue(answer.json().path("detail").asText().contains(words), answer.body());
    if (!field.isEmpty()) {
      assertEquals(field, answer.json().at("/errors/0/field").asText(), answer.body());
    }
  }

  @Test
  void anAddedItemIsAnsweredWithItsEventAndShowsInTheView() {
    var answer = client().command("menu", PIZZA, "X-Correlation-Id", "walk-1");
    assertEquals(202, answer.status(), answer.body());
    assertEquals("\"1\"", answer.header("ETag"));
    var id = answer.json().path("aggregateId").asText();
    assertEquals("/menu/items/" + id, answer.header("Location"));
    var event = answer.json().at("/events/0");
    assertEquals("menuItemAdded", event.path("type").asText());
    assertEquals("walk-1", event.at("/metadata/correlationId").asText());
    var item = client().getAtVersion("/menu/items/" + id, 1);
    assertEquals(200, item.status(), item.body());
    assertEquals("Pepperoni", item.json().path("description").asText());
    assertEquals("10.00", item.json().at("/price/amount").textValue());
    assertEquals("USD", item.json().at("/price/currency").asText());
    assertTrue(item.json().path("active").asBoolean());
  }

  @Test
  void aViewIsNotSentAgainToWhoHasIt() {
    var id = added();
    var tag = client().getAtVersion("/menu/items/" + id, 1).header("ETag");
    assertEquals(304, client().get("/menu/items/" + id, "If-None-Match", tag).status());
    assertEquals(200, client().get("/menu/items/" + id, "If-None-Match", "\"7\"").status());
  }

  @Test
  void historyAndTimeTravelShowWhatWas() {
    var id = added();
    client().command("menu", modify(id, "Margherita", "9.50"));
    client().command("menu", remove(id));
    var history = client().get("/menu/events/" + id).json().path("events");
    assertEquals(
        List.of("menuItemAdded", "menuItemModified", "menuItemRemoved"),
        StreamSupport.stream(history.spliterator(), false)
            .map(e -> e.path("type").asText())
            .toList());
    var page = client().get("/menu/events/" + id + "?pageSize=2").json();
    assertEquals(2, page.path("events").size());
    var rest =
        client()
            .get(
                "/menu/events/"
                    + id
                    + "?pageSize=2&pageToken="
                    + page.path("nextPageToken").asText());
    assertEquals(1, rest.json().path("events").size());
    assertEquals("Pepperoni", asOf(id, "1").json().path("description").asText());
    assertEquals("Margherita", asOf(id, "2").json().path("description").asText());
    assertFalse(asOf(id, "3").json().path("active").asBoolean());
    assertEquals(404, asOf(id, "4").status());
    var second = history.path(1).path("timestamp").asText();
    assertEquals("Margherita", asOf(id, second).json().path("description").asText());
    assertEquals(404, asOf(id, "2001-01-01T00:00:00Z").status());
    assertProblem(400, "asOf", "asOf must be", asOf(id, "yesterday"));
  }

  private Client.Response asOf(String id, String when) {
    return client().get("/menu/items/" + id + "?asOf=" + when);
  }

  @Test
  void aListIsPagedOrderedAndFiltered() {
    var ids =
        IntStream.rangeClosed(1, 5)
            .mapToObj(n -> client().command("menu", PIZZA.replace("10.0", "7000" + n + ".01")))
            .map(answer -> answer.json().path("aggregateId").asText())
            .toList();
    ids.forEach(id -> client().getAtVersion("/menu/items/" + id, 1));
    client().command("menu", remove(ids.get(0)));
    client().getAtVersion("/menu/items/" + ids.get(0), 2);
    var seen = new ArrayList<String>();
    var query = "/menu/items?active=true&orderBy=-price&pageSize=2";
    var token = "";
    for (int pages = 0; pages < 2; pages++) {
      var page = client().get(query + token).json();
      page.path("items").forEach(item -> seen.add(item.path("id").asText()));
      token = "&pageToken=" + page.path("nextPageToken").asText();
    }
    assertEquals(List.of(ids.get(4), ids.get(3), ids.get(2), ids.get(1)), seen);
    assertProblem(
        400, "pageToken", "same parameters", client().get("/menu/items?orderBy=price" + token));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pageSize=0|pageSize",
        "pageSize=101|pageSize",
        "pageSize=x|pageSize",
        "orderBy=colour|orderBy",
        "active=maybe|active",
        "colour=red|colour",
        "pageToken=x|pageToken",
        "active=true&active=false|active",
      })
  void aListNamesTheParameterThatIsWrong(String query, String parameter) {
    assertProblem(400, parameter, parameter, client().get("/menu/items?" + query));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%%%", "%zz", "%ff", "%00", "%C0%80", "{}"})
  void aBadAddressIsNotFollowed(String bad) throws Exception {
    for (var path : List.of("/menu/items?pageToken=" + bad, "/menu/items/" + bad)) {
      try (var http = new RawHttp(system.uri())) {
        var get = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
        var answer = http.send(get.getBytes(StandardCharsets.US_ASCII), true);
        assertEquals(400, answer.status(), path);
        assertEquals(
            "/problems/", Json.parse(answer.body()).path("type").asText().substring(0, 10));
      }
    }
  }

  @Test
  void aPageTokenIsForOneListAndHistoryAlone() {
    var id = added();
    var other = added();
    client().command("menu", modify(id, "A", "1"));
    client().getAtVersion("/menu/items/" + other, 1);
    client().getAtVersion("/menu/items/" + id, 2);
    var history = "/menu/events/" + id + "?pageSize=1&pageToken=";
    var ofHistory =
        client().get("/menu/events/" + id + "?pageSize=1").json().path("nextPageToken").asText();
    var ofList = client().get("/menu/items?pageSize=1").json().path("nextPageToken").asText();
    assertEquals(200, client().get(history + ofHistory).status());
    assertEquals(200, client().get("/menu/items?pageToken=" + ofList).status());
    for (var path :
        List.of(
            history + ofList,
            history + "1",
            history + ofHistory.replaceFirst("^..", "Mg"),
            "/menu/events/" + other + "?pageToken=" + ofHistory,
            "/menu/items?pageToken=" + ofHistory,
            "/menu/items?active=true&pageToken=" + ofList,
            "/menu/items?pageToken=x" + ofList)) {
      assertProblem(400, "pageToken", "nextPageToken", client().get(path));
    }
  }

  @Test
  void whatIsNotThereIsSaidAtOnce() {
    var id = added();
    assertProblem(412, "", "no version 2", client().get("/menu/items/" + id + "?minVersion=2"));
    assertProblem(
        400, "minVersion", "whole number", client().get("/menu/items/" + id + "?minVersion=-1"));
    assertProblem(
        400, "asOf", "together", client().get("/menu/items/" + id + "?minVersion=1&asOf=1"));
    var nowhere = UUID.randomUUID();
    assertProblem(404, "", "There is no", client().get("/menu/items/" + nowhere));
    assertProblem(404, "", "There is no", client().get("/menu/items/" + nowhere + "?minVersion=1"));
    assertProblem(404, "", "There is no", client().get("/menu/events/" + nowhere));
  }

  @Test
  void aDryRunAnswersTheEventsAndAppendsNothing() {
    var id = added();
    var answer =
        client()
            .send(
                client()
                    .request("/menu/commands?dryRun=true")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(remove(id))));
    assertEquals(200, answer.status(), answer.body());
    assertEquals("menuItemRemoved", answer.json().at("/events/0/type").asText());
    assertEquals(1, client().get("/menu/events/" + id).json().path("events").size());
  }

  @Test
  void theSameKeyAgainGetsTheSameAnswerAndOneEvent() {
    var key = UUID.randomUUID().toString();
    var first = client().command("menu", PIZZA, "Idempotency-Key", key);
    var again = client().command("menu", PIZZA, "Idempotency-Key", key);
    assertEquals(202, again.status());
    assertEquals(first.body(), again.body());
    assertEquals(key, again.header("Idempotency-Key"));
    var id = first.json().path("aggregateId").asText();
    var spaced = PIZZA.replace(",", " ,\n ");
    assertEquals(first.body(), client().command("menu", spaced, "Idempotency-Key", key).body());
    var text = PIZZA.replace("10.0", "\"10.00\"");
    assertEquals(first.body(), client().command("menu", text, "Idempotency-Key", key).body());
    assertProblem(
        422,
        "",
        "Idempotency-Key",
        client().command("menu", PIZZA.replace("10.0", "11.0"), "Idempotency-Key", key));
    assertEquals(1, client().get("/menu/events/" + id).json().path("events").size());

    var modifyKey = UUID.randomUUID().toString();
    var modified = client().command("menu", modify(id, "A", "1"), "Idempotency-Key", modifyKey);
    client().command("menu", modify(id, "B", "2"));
    assertEquals(
        modified.body(),
        client().command("menu", modify(id, "A", "1"), "Idempotency-Key", modifyKey).body());
    assertProblem(
        422,
        "",
        "Idempotency-Key",
        client().command("menu", modify(id, "C", "1"), "Idempotency-Key", modifyKey));
  }

  /** As draft-ietf-httpapi-idempotency-key-header has it, and as everybody sends it. */
  @Test
  void aKeyIsTheSameInQuotesAndWithoutThem() {
    var key = UUID.randomUUID().toString();
    var quoted = "\"" + key + "\"";
    var first = client().command("menu", PIZZA, "Idempotency-Key", quoted);
    assertEquals(quoted, first.header("Idempotency-Key"));
    assertEquals(first.body(), client().command("menu", PIZZA, "Idempotency-Key", key).body());
    for (var wrong : List.of("\"a", "\"a\";b=1", "a b", "\"\"", "\"" + "k".repeat(201) + "\"")) {
      assertProblem(
          400,
          "Idempotency-Key",
          "printable",
          client().command("menu", PIZZA, "Idempotency-Key", wrong));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "10.00", "1e1", "\"10.0\""})
  void anAmountIsTheSameHoweverItIsWritten(String amount) {
    var key = UUID.randomUUID().toString();
    var first = client().command("menu", PIZZA, "Idempotency-Key", key);
    var again = client().command("menu", PIZZA.replace("10.0", amount), "Idempotency-Key", key);
    assertEquals(first.body(), again.body());
  }

  @Test
  void theVersionThatAClientSawIsPartOfTheCommand() {
    var id = added();
    var key = UUID.randomUUID().toString();
    var sent = new String[] {"Idempotency-Key", key, "If-Match", "\"1\""};
    var first = client().command("menu", modify(id, "A", "1"), sent);
    assertEquals(202, first.status(), first.body());
    assertEquals(first.body(), client().command("menu", modify(id, "A", "1"), sent).body());
    sent[3] = "\"2\"";
    assertProblem(422, "", "Idempotency-Key", client().command("menu", modify(id, "A", "1"), sent));
    var without = client().command("menu", modify(id, "A", "1"), "Idempotency-Key", key);
    assertProblem(422, "", "Idempotency-Key", without);
  }

  @Test
  void theVersionThatAClientSawMustBeTheCurrentOne() {
    var id = added();
    var moved = client().command("menu", modify(id, "A", "1"), "If-Match", "\"1\"");
    assertEquals(202, moved.status());
    assertProblem(412, "", "version 2", client().command("menu", remove(id), "If-Match", "\"1\""));
    assertProblem(400, "If-Match", "quotes", client().command("menu", remove(id), "If-Match", "1"));
    assertEquals(202, client().command("menu", remove(id), "If-Match", "\"2\"").status());
  }

  @Test
  void whatIsGoneOrNeverWasCannotBeModified() {
    var id = added();
    client().command("menu", remove(id));
    assertProblem(409, "", "Item is inactive.", client().command("menu", modify(id, "A", "1")));
    assertProblem(409, "", "Item is inactive.", client().command("menu", remove(id)));
    assertProblem(
        404,
        "",
        "Menu item not found.",
        client().command("menu", modify(UUID.randomUUID().toString(), "A", "1")));
    assertEquals(2, client().get("/menu/events/" + id).json().path("events").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json||must be JSON",
        "{\"type\":\"addMenuItem\",\"payload\":{\"desc||must be JSON",
        "[]||must be an object",
        "{\"payload\":{}}|type|type must be present",
        "{\"type\":7,\"payload\":{}}|type|type must be a string",
        "{\"type\":\"bakeMenuItem\",\"payload\":{}}|type|addMenuItem, modifyMenuItem, removeMenuItem",
        "{\"type\":\"addMenuItem\"}|payload.description|must be present",
        "{\"type\":\"addMenuItem\",\"payload\":7}|payload|must be an object",
        "{\"type\":\"addMenuItem\",\"payload\":{\"price\":1}}|payload.description|must be present",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"A\"}}|payload.price|must be present",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":null,\"price\":1}}|payload.description|must be present",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":7,\"price\":1}}|payload.description|must be a string",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"A\",\"price\":\"1e1\"}}|payload.price|must be a decimal number like 10.00",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"A\",\"price\":\"NaN\"}}|payload.price|must be a decimal number like 10.00",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"A\",\"price\":NaN}}||must be JSON",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"A\",\"price\":{}}}|payload.price|must be a decimal number like 10.00",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"A\",\"price\":1e999999999}}|payload.price|must be a number of an ordinary size",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"A\",\"price\":1e-999999999}}|payload.price|must be a number of an ordinary size",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"A\",\"price\":1,\"x\":1}}|payload.x|not a field",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"A\",\"price\":1},\"x\":1}|x|not a field",
        "{\"type\":\"addMenuItem\",\"type\":\"addMenuItem\"}||line 1, column 29: a field is there twice.",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"A\",\"price\":1e99999999999}}||ordinary size",
        "{\"type\":\"addMenuItem\",\"aggregateId\":\"a\",\"payload\":{\"description\":\"A\",\"price\":1}}|aggregateId|must not be present",
        "{\"type\":\"removeMenuItem\",\"payload\":{}}|aggregateId|must be present",
        "{\"type\":\"removeMenuItem\",\"aggregateId\":\"a/b\",\"payload\":{}}|aggregateId|letters",
        "{\"type\":\"removeMenuItem\",\"aggregateId\":\"a@1\",\"payload\":{}}|aggregateId|letters",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"\\ud800\",\"price\":1}}|payload.description|Unicode",
      })
  void whatIsMalformedIsRefusedAndNamed(String body, String field, String words) {
    assertProblem(400, field == null ? "" : field, words, client().command("menu", body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"\"|1|payload.description|Description must be present.",
        "\"  \"|1|payload.description|Description must be present.",
        "\"A\"|0|payload.price|Price must be positive.",
        "\"A\"|-0.0|payload.price|Price must be positive.",
        "\"A\"|-1|payload.price|Price must be positive.",
        "\"A\"|1.001|payload.price|at most 2 decimals",
        "\"A\"|123456789012345678901234567890|payload.price|at most 9 digits",
        "\"A\"|1e300|payload.price|at most 9 digits",
        "\"A\"|\"1.001\"|payload.price|at most 2 decimals",
        "\"A\"|\"-1\"|payload.price|Price must be positive.",
      })
  void whatBreaksARuleIsToldInItsWords(
      String description, String price, String field, String words) {
    var body = "{\"type\":\"addMenuItem\",\"payload\":{\"description\":%s,\"price\":%s}}";
    assertProblem(422, field, words, client().command("menu", body.formatted(description, price)));
  }

  @Test
  void everyBrokenRuleIsTold() {
    var answer =
        client()
            .command(
                "menu",
                "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"\",\"price\":-1.001}}");
    assertEquals(422, answer.status());
    assertEquals(3, answer.json().path("errors").size(), answer.body());
  }

  @Test
  void aLongDescriptionIsRefusedAndALongBodyIsNotRead() {
    var long1 = PIZZA.replace("Pepperoni", "p".repeat(10_000));
    assertProblem(422, "payload.description", "at most 500", client().command("menu", long1));
    var long2 = PIZZA.replace("Pepperoni", "p".repeat(300 * 1024));
    assertProblem(413, "", "256 KiB", client().command("menu", long2));
  }

  @Test
  void oddTextSurvives() {
    var odd = "Crème brûlée \\ud83c\\udf55 \\u202e\\u0301 \\\" \\\\ /";
    var answer = client().command("menu", PIZZA.replace("Pepperoni", odd));
    assertEquals(202, answer.status(), answer.body());
    var id = answer.json().path("aggregateId").asText();
    assertEquals(
        "Crème brûlée 🍕 \u202e\u0301 \" \\ /",
        client().getAtVersion("/menu/items/" + id, 1).json().path("description").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/menu", "/menu/", "/menu/dishes", "/menu/items/a/b", "/menu/commands/x"})
  void anotherPathIsNotFound(String path) {
    assertEquals(404, client().get(path).status(), path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/json; charset=latin1"})
  void anotherContentTypeIsNotSupported(String type) {
    assertProblem(
        415, "", "application/json", client().command("menu", PIZZA, "Content-Type", type));
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    var answer =
        client()
            .send(
                client()
                    .request("/menu/commands")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xff, '"'})));
    assertProblem(400, "", "UTF-8", answer);
    assertProblem(
        400,
        "Idempotency-Key",
        "printable",
        client().command("menu", PIZZA, "Idempotency-Key", "k".repeat(300)));
  }

  @Test
  void sixtyFourClientsRaceForOneItem() throws Exception {
    var id = added();
    List<Callable<Client.Response>> race =
        IntStream.range(0, 64)
            .<Callable<Client.Response>>mapToObj(
                n -> () -> client().command("menu", modify(id, "Race " + n, "1." + (10 + n))))
            .toList();
    List<Client.Response> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(race)) {
        answers.add(answer.get());
      }
    }
    var accepted = answers.stream().filter(answer -> answer.status() == 202).toList();
    answers.forEach(a -> assertTrue(a.status() == 202 || a.status() == 409, a.body()));
    assertNotEquals(0, accepted.size());
    var events = client().get("/menu/events/" + id + "?pageSize=500").json().path("events");
    assertEquals(accepted.size() + 1, events.size());
    var ids = new HashSet<String>();
    for (int i = 0; i < events.size(); i++) {
      assertEquals(i + 1, events.get(i).path("version").asInt());
      ids.add(events.get(i).path("id").asText());
    }
    accepted.forEach(a -> assertTrue(ids.contains(a.json().at("/events/0/id").asText())));
    var last = events.get(events.size() - 1);
    var view = client().getAtVersion("/menu/items/" + id, events.size()).json();
    assertEquals(last.at("/payload/description"), view.path("description"));
    assertEquals(last.at("/payload/price"), view.path("price"));
    assertEquals(events.size(), view.path("version").asInt());
    // What it was then says nothing of the orders since.
    ((ObjectNode) view).remove("timesOrdered");
    var fold = asOf(id, "" + events.size()).json();
    assertEquals(fold, view);
  }
}
