package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page at {@code /}: all that it needs is here. */
class ApiPageTest {

  private final OpenApi api = OpenApi.load();
  private Gateway gateway;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    gateway = Gateway.start(0, ApiPage.of(api), (method, path) -> Optional.empty());
    client = new Client(gateway.uri());
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private List<String> addressesInThePage() {
    return Pattern.compile("(?:href|src|url)(?:=\"|: ')([^\"']+)")
        .matcher(client.get("/").body())
        .results()
        .map((MatchResult it) -> it.group(1))
        .toList();
  }

  @Test
  void everythingThatThePageLoadsIsServedHere() {
    var addresses = addressesInThePage();
    assertTrue(addresses.contains("/openapi.yaml"), addresses::toString);
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

  @ParameterizedTest
  @ValueSource(
      strings = {"/swagger-ui/none", "/index.html", "/openapi", "/swagger-ui/../functions.txt"})
  void nothingElseIs(String path) {
    var answer = client.get(path);
    assertEquals(404, answer.status());
    assertTrue(answer.header("Content-Type").startsWith("application/problem+json"));
  }

  @Test
  void thePageTakesNothing() {
    var answer = client.send(client.request("/").POST(BodyPublishers.ofString("x")));
    assertEquals(404, answer.status());
    assertFalse(answer.body().contains("<html"));
  }
}
