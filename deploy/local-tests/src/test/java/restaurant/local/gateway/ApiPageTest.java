package restaurant.local.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.local.Client;
import restaurant.local.console.Console;
import restaurant.local.functions.Secret;

/** The page at {@code /api}: all that it needs is here. */
class ApiPageTest {

  private final OpenApi api = OpenApi.load();
  private Gateway gateway;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    gateway =
        Gateway.start(
            0,
            api,
            Optional.of(Tokens.make()),
            Secret.random(),
            function -> Optional.empty(),
            new Console());
    client = new Client(gateway.uri());
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private List<String> addressesInThePage() {
    return Pattern.compile("(?:href|src|url)(?:=\"|: ')([^\"']+)")
        .matcher(client.get("/api").body())
        .results()
        .map((MatchResult it) -> it.group(1))
        .toList();
  }

  @Test
  void everythingThatThePageLoadsIsServedHere() {
    var addresses = addressesInThePage();
    assertTrue(
        addresses.containsAll(List.of("/openapi.yaml", "/asyncapi.yaml")), addresses::toString);
    assertTrue(addresses.size() >= 4, addresses::toString);
    for (var address : addresses) {
      assertTrue(address.startsWith("/"), address);
      assertEquals(200, client.get(address).status(), address);
    }
  }

  @Test
  void theDocumentIsServedAsItWasWritten() {
    var yaml = client.get("/openapi.yaml");
    assertArrayEquals(api.yaml(), yaml.body().getBytes(StandardCharsets.UTF_8));
    assertTrue(yaml.header("Content-Type").startsWith("application/yaml"));
    assertTrue(api.tree().equals(client.get("/openapi.json").json()), "the same as JSON");
  }

  @Test
  void whatEventsSayIsServedToo() throws Exception {
    var yaml = client.get("/asyncapi.yaml");
    assertEquals(Files.readString(Path.of("../asyncapi.yaml")), yaml.body());
    assertTrue(yaml.header("Content-Type").startsWith("application/yaml"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/swagger-ui/none",
        "/api.html",
        "/api/",
        "/openapi",
        "/swagger-ui/../functions.txt"
      })
  void nothingElseIs(String path) {
    var answer = client.get(path);
    assertEquals(404, answer.status());
    assertEquals("application/json", answer.header("Content-Type"));
  }

  /** The first words of an answer, asked for by a name of this machine or of another. */
  private String asked(String path, String host) throws IOException {
    try (var socket = new Socket(gateway.uri().getHost(), gateway.uri().getPort())) {
      var request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nConnection: close\r\n\r\n"
              .formatted(path, host, host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void tokensAreForWhoAsksThisMachine(String name) throws Exception {
    for (var host : List.of(name, name + ":8080")) {
      var answer = asked("/local/tokens/cook", host);
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      assertFalse(answer.contains("Access-Control-"), "no other page may read it");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.test", "evil.test:8080", "localhost.evil.test", "10.0.0.1"})
  void aNameThatSomebodyHasMadeLeadHereIsRefused(String host) throws Exception {
    for (var path : List.of("/local/tokens/cook", "/", "/api", "/local/traces", "/menu/items")) {
      var answer = asked(path, host);
      assertTrue(answer.matches("(?s)HTTP/1.1 4(21|00) .*"), answer);
      assertFalse(answer.contains("eyJ"), "a token");
    }
  }

  @Test
  void thePageTakesNothing() {
    var answer = client.send(client.request("/api").POST(BodyPublishers.ofString("x")));
    assertEquals(404, answer.status());
    assertFalse(answer.body().contains("<html"));
  }
}
