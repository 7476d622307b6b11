package restaurant.local.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.functions.StartFailed;
import restaurant.local.gateway.OpenApi;
import restaurant.local.gateway.Tokens;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

/** What a browser must be told so that the page of a named origin can use all of the API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorsTest {

  private static final String SHOP = "https://shop.example";
  private static final String SOUP =
      "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Soup\",\"price\":\"6.00\"}}";

  private final Tokens tokens = Tokens.make();
  private final List<Operation> operations = Operation.all(OpenApi.load().tree());
  private LocalSystem system;
  private Client client;

  private LocalSystem start(String origins) throws Exception {
    System.setProperty("cors.origins", origins);
    return LocalSystem.start(
        new LocalSystem.Options(
            Platform.Choice.MEMORY, 0, false, Deliveries.Manner.GOOD, Optional.of(tokens)));
  }

  @BeforeAll
  void open() throws Exception {
    system = start("http://localhost:5173," + SHOP);
    client = new Client(system.uri());
  }

  @AfterAll
  void close() {
    client.close();
    system.close();
    System.clearProperty("cors.origins");
  }

  private static Client.Response preflight(Client client, String path, String method) {
    return client.send(
        client
            .request(path)
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", SHOP)
            .header("Access-Control-Request-Method", method)
            .header("Access-Control-Request-Headers", "authorization,content-type"));
  }

  private Client.Response get(String path, String... headers) {
    var all =
        Stream.concat(
            Stream.of("Origin", SHOP, "Authorization", "Bearer " + tokens.staff("cook")),
            Stream.of(headers));
    return client.get(path, all.toArray(String[]::new));
  }

  private static Set<String> list(Client.Response answer, String header) {
    return Arrays.stream(answer.header(header).split(", ", -1))
        .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
  }

  private static Set<String> set(Stream<String> names) {
    return names.collect(
        Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
  }

  private static Map<String, List<String>> cors(Map<String, List<String>> headers) {
    var found = new TreeMap<>(headers);
    found.keySet().removeIf(name -> !name.startsWith("access-control-"));
    return found;
  }

  private static void assertNothingOfCors(Client.Response answer) {
    assertEquals(Map.of(), cors(answer.raw().headers().map()));
  }

  List<Operation> operations() {
    return operations;
  }

  /** No browser sends a token with it. */
  @ParameterizedTest
  @MethodSource("operations")
  void aPreflightNeedsNoToken(Operation operation) {
    var answer = preflight(client, Sent.to(operation).path(), operation.method());

    assertEquals(204, answer.status(), answer::body);
    assertEquals("", answer.body());
    assertEquals(SHOP, answer.header("Access-Control-Allow-Origin"));
    assertTrue(list(answer, "Access-Control-Allow-Methods").contains(operation.method()));
    assertEquals("Origin", answer.header("Vary"));
    var documented = operation.parameters().filter(it -> it.path("in").asText().equals("header"));
    assertTrue(
        list(answer, "Access-Control-Allow-Headers")
            .containsAll(documented.map(it -> it.path("name").asText()).toList()));
  }

  @Test
  void whatIsAllowedIsWhatTheDocumentHas() {
    var answer = preflight(client, "/menu/items", "GET");

    var parameters =
        operations.stream()
            .flatMap(Operation::parameters)
            .filter(it -> it.path("in").asText().equals("header"))
            .map(it -> it.path("name").asText());
    assertEquals(
        set(Stream.concat(parameters, Stream.of("Authorization", "Content-Type"))),
        list(answer, "Access-Control-Allow-Headers"));
    assertEquals(
        set(operations.stream().map(Operation::method)),
        list(answer, "Access-Control-Allow-Methods"));
  }

  @Test
  void aPageMayReadEveryHeaderOfTheDocument() {
    var answer = get("/menu/items");

    var documented =
        operations.stream()
            .flatMap(operation -> operation.statuses().stream().map(operation::response))
            .flatMap(response -> response.path("headers").propertyStream())
            .map(Map.Entry::getKey);
    assertEquals(set(documented), list(answer, "Access-Control-Expose-Headers"));
  }

  @Test
  void aPageReadsAndWrites() {
    var added =
        client.command(
            "menu", SOUP, "Origin", SHOP, "Authorization", "Bearer " + tokens.staff("cook"));
    assertEquals(202, added.status(), added::body);
    assertEquals(SHOP, added.header("Access-Control-Allow-Origin"));
    assertTrue(list(added, "Access-Control-Expose-Headers").contains("Location"));

    var read = get(added.header("Location") + "?minVersion=1");
    assertEquals(200, read.status(), read::body);
    assertEquals(SHOP, read.header("Access-Control-Allow-Origin"));
    assertEquals("Origin", read.header("Vary"));
    assertEquals("", read.header("Access-Control-Allow-Credentials"));
  }

  @Test
  void aPageReadsWhyAFunctionRefused() {
    var refused = get("/menu/items/nobody-has-this-id");
    assertEquals(404, refused.status());
    assertEquals(SHOP, refused.header("Access-Control-Allow-Origin"));

    var other = get("/menu/items?smell=good");
    assertEquals(400, other.status());
    assertEquals(SHOP, other.header("Access-Control-Allow-Origin"));
  }

  /** As with Google's, which knows nothing of CORS. */
  @Test
  void whatTheGatewayRefusesItselfIsForNoPage() {
    var noToken = client.get("/menu/items", "Origin", SHOP);
    assertEquals(401, noToken.status());
    assertNothingOfCors(noToken);

    var noPath = preflight(client, "/nothing", "GET");
    assertEquals(404, noPath.status());
    assertNothingOfCors(noPath);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://other.example",
        "https://shop.example.evil.test",
        "https://evil.test/https://shop.example",
        "https://shop.example:444",
        "http://shop.example",
        "https://shop.example/",
        "HTTPS://SHOP.EXAMPLE",
        "https://shop.example, https://shop.example",
        "https://shop.example\r\nOrigin: https://shop.example",
        "https://shop.example\r\nOrigin: https://evil.test",
        "http://localhost:5173,https://shop.example",
        "https://shop.examplé",
        "null",
        "*",
        ""
      })
  void anotherOriginIsToldNothing(String origin) throws Exception {
    try (var raw = new RawHttp(system.uri())) {
      for (var start :
          List.of(
              "OPTIONS /menu/items HTTP/1.1\r\nAccess-Control-Request-Method: GET",
              "GET /menu/items HTTP/1.1\r\nAuthorization: Bearer " + tokens.staff("cook"))) {
        var request = start + "\r\nHost: localhost\r\nOrigin: " + origin + "\r\n\r\n";
        var answer = raw.send(request.getBytes(StandardCharsets.UTF_8), true);
        assertEquals(Map.of(), cors(answer.headers()), start);
        // But a cache that keeps the answer must not give it to the page that may read it.
        assertEquals(List.of("Origin"), answer.headers().get("vary"), start);
        assertEquals(start.startsWith("GET") ? 200 : 405, answer.status(), answer.body());
      }
    }
  }

  @Test
  void withoutTheSettingNothingChanges() throws Exception {
    try (var closed = start("");
        var caller = new Client(closed.uri())) {
      var preflight = preflight(caller, "/menu/items", "GET");
      assertEquals(405, preflight.status());
      assertNothingOfCors(preflight);

      var read =
          caller.get(
              "/menu/items", "Origin", SHOP, "Authorization", "Bearer " + tokens.staff("cook"));
      assertEquals(200, read.status());
      assertNothingOfCors(read);
      assertEquals("", read.header("Vary"));
    }
  }

  @Test
  void aBadSettingIsOneLine() {
    var failure = assertThrows(StartFailed.class, () -> start("https://shop.example/menu").close());
    assertEquals(
        "CORS_ORIGINS must be origins as browsers send them, like https://shop.example or"
            + " http://localhost:5173, separated by commas: \"https://shop.example/menu\" is none.",
        failure.getMessage());
  }
}
