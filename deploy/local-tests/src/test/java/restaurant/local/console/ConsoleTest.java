package restaurant.local.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Platform;

/** What a local run tells its console, and takes from it. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {

  private final HttpClient http = HttpClient.newHttpClient();
  private LocalSystem system;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    system = LocalSystem.start(new LocalSystem.Options(Platform.Choice.MEMORY, 0, false));
    client = new Client(system.uri());
  }

  @AfterEach
  void calm() {
    chaos("{}");
  }

  @AfterAll
  void stop() {
    http.close();
    client.close();
    system.close();
  }

  private Client.Response chaos(String body) {
    return client.send(client.request("/local/chaos").PUT(BodyPublishers.ofString(body)));
  }

  /** A message of the stream. */
  private record Message(String id, String name, JsonNode data) {}

  /** The stream from its beginning, or after a message. */
  private InputStream stream(String... headers) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(system.uri().resolve("/local/pipeline"));
    request.timeout(Duration.ofSeconds(30));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var answer = http.send(request.build(), BodyHandlers.ofInputStream());
    assertEquals("text/event-stream", answer.headers().firstValue("Content-Type").orElseThrow());
    return answer.body();
  }

  private static Message next(Scanner lines) {
    var line = "";
    do {
      line = lines.nextLine();
    } while (!line.startsWith("id: "));
    var name = lines.nextLine();
    var data = lines.nextLine();
    return new Message(
        line.substring("id: ".length()),
        name.substring("event: ".length()),
        Json.parse(data.substring("data: ".length())));
  }

  private static Message first(InputStream stream, Predicate<Message> wanted) {
    var lines = new Scanner(stream, StandardCharsets.UTF_8);
    Message message;
    do {
      message = next(lines);
    } while (!wanted.test(message));
    return message;
  }

  private Client.Response add(String description) {
    return client.command(
        "menu",
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"%s\",\"price\":6}}"
            .formatted(description));
  }

  private static boolean isTakenBy(Message message, String function, JsonNode event) {
    var data = message.data();
    return data.path("outcome").asText().equals("taken")
        && data.path("function").asText().equals(function)
        && data.at("/event/id").equals(event.path("id"));
  }

  @Test
  void eachHopOfAnEventIsTold() throws Exception {
    var event = add("Soup").json().at("/events/0");

    Set<String> seen = new HashSet<>();
    try (var stream = stream()) {
      first(
          stream,
          message -> {
            if (message.data().at("/event/id").equals(event.path("id"))) {
              seen.add(message.data().path("hop").asText());
            }
            return isTakenBy(message, "menu-items", event);
          });
    }
    assertEquals(Set.of("trigger", "push"), seen);
  }

  @Test
  void noPayloadIsTold() throws Exception {
    var event = add("Very secret soup").json().at("/events/0");
    try (var stream = stream()) {
      var lines = new Scanner(stream, StandardCharsets.UTF_8);
      Message message;
      do {
        message = next(lines);
        assertFalse(message.data().toString().contains("secret"), message.data()::toString);
      } while (!isTakenBy(message, "menu-items", event));
    }
  }

  @Test
  void aRefusalIsToldWithItsReason() throws Exception {
    assertEquals(422, add("").status());
    try (var stream = stream()) {
      var refusal = first(stream, it -> it.data().path("status").asInt() == 422).data();
      assertEquals("addMenuItem", refusal.path("type").asText());
      assertEquals("/problems/invalid", refusal.path("problem").asText());
      assertEquals("Description must be present.", refusal.path("detail").asText());
    }
  }

  @Test
  void whoComesBackGetsWhatCameSince() throws Exception {
    add("First");
    String last;
    try (var stream = stream()) {
      last = first(stream, it -> it.name().equals("command")).id();
    }
    var event = add("Second").json().at("/events/0");
    try (var stream = stream("Last-Event-ID", last)) {
      var seen = first(stream, it -> true).id();
      assertEquals(number(last) + 1, number(seen));
    }
    try (var stream = stream("Last-Event-ID", last)) {
      first(stream, it -> isTakenBy(it, "menu-items", event));
    }
  }

  private static long number(String id) {
    return Long.parseLong(id.substring(id.indexOf('-') + 1));
  }

  @Test
  void chaosIsSwitchedOnAndOff() throws Exception {
    assertEquals(200, chaos("{\"duplicate\":1,\"drop\":0.2}").status());
    assertEquals(1, system.platform().deliveries().chaos().duplicate());
    assertEquals("0.2", client.get("/local/chaos").json().path("drop").asText());
    var event = add("Twice").json().at("/events/0");
    try (var stream = stream()) {
      first(
          stream,
          it ->
              it.data().path("outcome").asText().equals("duplicated")
                  && it.data().at("/event/id").equals(event.path("id")));
    }
    chaos("{}");
    assertEquals(Chaos.NONE, system.platform().deliveries().chaos());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"drop":2}      | drop must be a number from 0 to 1, not "2".
          {"drop":"much"} | drop must be a number from 0 to 1, not "much".
          {"rain":0.5}    | "rain=0.5" must be one of crash, drop, duplicate, error, reorder, seed, with = and a number.
          []              | Chaos must be a JSON object.
          """)
  void chaosThatIsNoneIsRefused(String body, String detail) {
    var answer = chaos(body);
    assertEquals(400, answer.status());
    assertEquals(detail, answer.json().path("detail").asText());
    assertEquals(Chaos.NONE, system.platform().deliveries().chaos());
  }

  /**
   * Browsers ask before they let another page send a PUT, and read no answer that does not agree.
   */
  @Test
  void noOtherPageCanSwitchItOnOrReadTheStream() throws Exception {
    var asked =
        client.send(
            client
                .request("/local/chaos")
                .header("Origin", "https://evil.test")
                .header("Access-Control-Request-Method", "PUT")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertEquals(404, asked.status());
    assertEquals(
        404,
        client
            .send(client.request("/local/chaos").POST(BodyPublishers.ofString("{\"drop\":1}")))
            .status());
    for (var path : List.of("/local/chaos", "/")) {
      assertEquals("", client.get(path, "Origin", "https://evil.test").header(ALLOWED), path);
    }
    assertEquals("", asked.header(ALLOWED));
  }

  private static final String ALLOWED = "Access-Control-Allow-Origin";

  @ParameterizedTest
  @ValueSource(strings = {"/", "/main.js", "/console.css"})
  void thePageIsServed(String path) {
    var answer = client.get(path);
    assertEquals(200, answer.status());
    assertEquals("frame-ancestors 'none'", answer.header("Content-Security-Policy"));
    assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    assertEquals("no-cache", answer.header("Cache-Control"));
  }

  @Test
  void thePageRunsNoCodeButItsOwn() {
    var page = client.get("/").body();
    assertTrue(page.contains("default-src 'none'; script-src 'self'; style-src 'self'"), page);
    assertFalse(page.matches("(?s).*\\son\\w+=.*"), "no inline handler");
    assertFalse(page.matches("(?s).*<script[^>]*>[^<].*"), "no inline script");
  }
}
