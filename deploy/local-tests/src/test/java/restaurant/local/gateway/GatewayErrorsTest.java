package restaurant.local.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.local.Client;
import restaurant.local.console.Console;
import restaurant.local.functions.Secret;

/** What Google's gateway says by itself, this one says in the same words. */
class GatewayErrorsTest {

  private static final Tokens TOKENS = Tokens.make();

  private final OpenApi api = OpenApi.load();
  private Gateway gateway;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    gateway =
        Gateway.start(
            0,
            api,
            Optional.of(TOKENS),
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

  private static void assertSays(int code, String message, Client.Response answer) {
    assertEquals(code, answer.status(), answer::body);
    var words = message.replace("\"", "\\\"");
    assertEquals("{\"code\":%d,\"message\":\"%s\"}".formatted(code, words), answer.body());
    assertEquals("application/json", answer.header("Content-Type"));
  }

  /** People read there what their programs will get. */
  private void assertDocumented(Client.Response answer) {
    var description = api.tree().at("/info/description").asText();
    assertTrue(description.contains(answer.body()), answer::body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/menu", "/menu/dishes", "/menu/items/a/b", "/nothing"})
  void aPathThatIsNotInTheDocument(String path) {
    var answer = client.get(path);
    assertSays(404, "The current request is not defined by this API.", answer);
    assertDocumented(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "POST", "PUT", "OPTIONS"})
  void aMethodThatIsNotInTheDocument(String method) {
    var request = client.request("/menu/items/a").method(method, BodyPublishers.noBody());
    var answer = client.send(request);
    assertSays(
        405,
        "The current request is matched to the defined url template \"/menu/items/{id}\" but its"
            + " http method is not allowed",
        answer);
    assertDocumented(answer);
  }

  /** Functions would answer it: the gateway takes a document at its word. */
  @Test
  void headIsNotInTheDocument() {
    var request = client.request("/menu/items").method("HEAD", BodyPublishers.noBody());
    assertEquals(405, client.send(request).status());
  }

  @Test
  void noToken() {
    var answer = client.get("/menu/items?pageSize=1");
    assertSays(401, "Jwt is missing", answer);
    assertDocumented(answer);
    assertEquals(
        "Bearer realm=\"%s/menu/items?pageSize=1\"".formatted(gateway.uri()),
        answer.header("WWW-Authenticate"));
    assertSays(401, "Jwt is missing", client.get("/menu/items", "Authorization", "Basic eDp5"));
  }

  static Stream<Arguments> badTokens() {
    var old = Date.from(Instant.now().minusSeconds(120));
    var cook = Tokens.claims("cook");
    return Stream.of(
        Arguments.of(
            "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections",
            "let me in"),
        Arguments.of(
            "Jwt is expired", TOKENS.sign(Tokens.claims("cook").expirationTime(old).build())),
        Arguments.of(
            "Jwt issuer is not configured", TOKENS.sign(cook.issuer("https://x.example").build())),
        Arguments.of("Jwt verification fails", Tokens.make().staff("cook")));
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void aTokenThatIsNotTaken(String why, String token) {
    var answer = client.get("/menu/items", "Authorization", "Bearer " + token);
    assertSays(401, why, answer);
    assertEquals(
        "Bearer realm=\"%s/menu/items\", error=\"invalid_token\"".formatted(gateway.uri()),
        answer.header("WWW-Authenticate"));
  }

  @Test
  void aTokenForSomebodyElse() {
    var token = TOKENS.sign(Tokens.claims("cook").audience("cinema").build());
    var answer = client.get("/menu/items", "Authorization", "Bearer " + token);
    assertSays(403, "Audiences in Jwt are not allowed", answer);
    assertDocumented(answer);
  }
}
