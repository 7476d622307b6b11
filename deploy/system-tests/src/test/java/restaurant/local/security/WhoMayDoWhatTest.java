package restaurant.local.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.contract.Contract;
import restaurant.local.contract.Example;
import restaurant.local.contract.Operation;
import restaurant.local.gateway.OpenApi;
import restaurant.local.gateway.Tokens;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

/** Every route, asked by everybody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhoMayDoWhatTest {

  private final Contract contract = new Contract(OpenApi.load());
  private final Tokens tokens = Tokens.make();
  private final Map<String, String> callers = new TreeMap<>();
  private LocalSystem system;
  private Client client;
  private String item;
  private String ann;
  private String order;
  private String paid;
  private String entry;

  private static final String ADDRESS =
      "{\"nickname\":\"home\",\"street\":\"1 Main St\",\"city\":\"Springfield\",\"postalCode\":\"12345\"}";

  /**
   * A request, and what each of the three who have good tokens is answered.
   *
   * @param body of a command, which is tried and not carried out; empty for a GET
   * @param owner Ann, whose customer and order are asked for
   * @param other Bob, who has nothing
   */
  record Route(String name, String path, String body, int staff, int owner, int other) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String NONE = "00000000-0000-5000-8000-000000000000";
  private static final String LATER = "2999-01-01T00:00:00Z";
  private static final String BEFORE = "2001-01-01T00:00:00Z";

  private Stream<Route> routes() {
    var listed = listed().toList();
    var left =
        Operation.all(OpenApi.load().tree()).stream()
            .filter(
                operation ->
                    listed.stream().noneMatch(route -> operation(route).equals(operation)));
    return Stream.concat(listed.stream(), left.flatMap(WhoMayDoWhatTest::forStaffAlone));
  }

  /** What is not listed is for staff alone: whoever opens a new service to others lists it. */
  private static Stream<Route> forStaffAlone(Operation operation) {
    if (operation.takesCommands()) {
      return Example.tour(operation.document()).stream()
          .filter(example -> example.operation().equals(operation) && example.status() == 202)
          .map(example -> forStaffAlone(operation, example));
    }
    var path = operation.path().replace("{id}", "none");
    int staff = path.equals(operation.path()) ? 200 : 404;
    return Stream.of(new Route(operation.toString(), path, "", staff, 403, 403));
  }

  private static Route forStaffAlone(Operation operation, Example example) {
    // Nobody has sent the command that made what this one is about.
    int staff = example.body().has("aggregateId") ? 404 : 200;
    return new Route(example.name(), operation.path(), Json.text(example.body()), staff, 403, 403);
  }

  private Stream<Route> listed() {
    var other = "{\"description\":\"Stew\",\"price\":7}";
    return Stream.of(
        new Route(
            "addMenuItem", "/menu/commands", command("addMenuItem", "", other), 200, 403, 403),
        new Route(
            "modifyMenuItem",
            "/menu/commands",
            command("modifyMenuItem", item, other),
            200,
            403,
            403),
        new Route(
            "removeMenuItem",
            "/menu/commands",
            command("removeMenuItem", item, "{}"),
            200,
            403,
            403),
        new Route("the menu", "/menu/items", "", 200, 200, 200),
        new Route("a menu item", "/menu/items/" + item, "", 200, 200, 200),
        new Route("a menu item's history", "/menu/events/" + item, "", 200, 403, 403),
        new Route(
            "signUpCustomer",
            "/customers/commands",
            command("signUpCustomer", "", "{\"name\":\"Bob\",\"email\":\"bob@example.com\"}"),
            200,
            403,
            200),
        new Route(
            "signUpCustomer with somebody else's address",
            "/customers/commands",
            command("signUpCustomer", "", "{\"name\":\"New\",\"email\":\"new@example.com\"}"),
            200,
            403,
            403),
        new Route(
            "addAddress",
            "/customers/commands",
            command("addAddress", ann, ADDRESS),
            200,
            200,
            404),
        new Route("customers", "/customers", "", 200, 403, 403),
        new Route("a customer", "/customers/" + ann, "", 200, 200, 404),
        new Route(
            "all that is kept of a customer", "/customers/" + ann + "/export", "", 200, 200, 404),
        new Route("all that is kept of nobody", "/customers/none/export", "", 404, 404, 404),
        new Route("a customer's history", "/customers/events/" + ann, "", 200, 403, 403),
        new Route(
            "openOrder",
            "/orders/commands",
            command("openOrder", "", "{\"customerId\":\"" + ann + "\"}"),
            200,
            200,
            403),
        new Route(
            "addItemToOrder",
            "/orders/commands",
            command("addItemToOrder", order, line(1)),
            200,
            200,
            404),
        new Route(
            "removeItemFromOrder",
            "/orders/commands",
            command("removeItemFromOrder", order, "{\"orderItemId\":\"9\"}"),
            404,
            404,
            404),
        new Route(
            "addDeliveryAddressToOrder",
            "/orders/commands",
            command("addDeliveryAddressToOrder", order, "{\"nickname\":\"moon\"}"),
            404,
            404,
            404),
        new Route(
            "placeOrder", "/orders/commands", command("placeOrder", order, "{}"), 409, 409, 404),
        new Route(
            "cancelOrder", "/orders/commands", command("cancelOrder", order, "{}"), 200, 200, 404),
        new Route("orders", "/orders", "", 200, 200, 200),
        new Route("a customer's orders", "/orders?customerId=" + ann, "", 200, 200, 403),
        new Route("an order", "/orders/" + order, "", 200, 200, 404),
        new Route("an order as it was", "/orders/" + order + "?asOf=1", "", 200, 200, 404),
        new Route("an order once written", "/orders/" + order + "?minVersion=1", "", 200, 200, 404),
        new Route("an order not yet", "/orders/" + order + "?minVersion=99", "", 412, 412, 404),
        new Route("an order today", "/orders/" + order + "?asOf=" + LATER, "", 200, 200, 404),
        new Route("an order before", "/orders/" + order + "?asOf=" + BEFORE, "", 404, 404, 404),
        new Route("no order", "/orders/none", "", 404, 404, 404),
        new Route("no order once written", "/orders/none?minVersion=1", "", 404, 404, 404),
        new Route("no order not yet", "/orders/none?minVersion=99", "", 404, 404, 404),
        new Route("no order as it was", "/orders/none?asOf=1", "", 404, 404, 404),
        new Route(
            "a customer once signed up", "/customers/" + ann + "?minVersion=1", "", 200, 200, 404),
        new Route("a customer not yet", "/customers/" + ann + "?minVersion=99", "", 412, 412, 404),
        new Route("a customer as it was", "/customers/" + ann + "?asOf=1", "", 200, 200, 404),
        new Route("no customer", "/customers/none", "", 404, 404, 404),
        new Route("no customer not yet", "/customers/none?minVersion=99", "", 404, 404, 404),
        new Route("no customer as it was", "/customers/none?asOf=" + LATER, "", 404, 404, 404),
        new Route(
            "nothing to an order",
            "/orders/commands",
            command("addItemToOrder", order, line(0)),
            422,
            422,
            404),
        new Route(
            "nothing to no order",
            "/orders/commands",
            command("addItemToOrder", "none", line(0)),
            422,
            404,
            404),
        new Route(
            "an address to no customer",
            "/customers/commands",
            command("addAddress", "none", ADDRESS),
            404,
            404,
            404),
        new Route("an order's history", "/orders/events/" + order, "", 200, 403, 403),
        new Route("payments", "/payments", "", 200, 200, 200),
        new Route("a customer's payments", "/payments?customerId=" + ann, "", 200, 200, 403),
        new Route("a payment", "/payments/" + paid, "", 200, 200, 404),
        new Route("a payment as it was", "/payments/" + paid + "?asOf=1", "", 200, 200, 404),
        new Route("a payment not yet", "/payments/" + paid + "?minVersion=99", "", 412, 412, 404),
        new Route("no payment", "/payments/none", "", 404, 404, 404),
        new Route("no payment not yet", "/payments/none?minVersion=99", "", 404, 404, 404),
        new Route("a payment's history", "/payments/events/" + paid, "", 200, 403, 403),
        new Route("the audit log", "/audit", "", 200, 403, 403),
        new Route("an entry of the audit log", "/audit/" + entry, "", 200, 403, 403));
  }

  private Client.Response ask(Route route, String caller, String... headers) {
    return route.body().isEmpty()
        ? get(route.path(), caller, headers)
        : client.send(
            with(
                client
                    .request(route.path() + "?dryRun=true")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(route.body())),
                caller,
                headers));
  }

  private Client.Response get(String path, String caller, String... headers) {
    return client.send(with(client.request(path), caller, headers));
  }

  private HttpRequest.Builder with(HttpRequest.Builder request, String caller, String... headers) {
    if (callers.containsKey(caller)) {
      request.header("Authorization", "Bearer " + callers.get(caller));
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  @ParameterizedTest
  @MethodSource("routes")
  void everybodyIsAnsweredAsTheyMay(Route route) {
    var expected = new TreeMap<String, Integer>();
    callers.keySet().forEach(caller -> expected.put(caller, 401));
    expected.put("no token", 401);
    // The one that is good, and for somebody else: Envoy makes that a 403.
    expected.put("wrong audience", 403);
    expected.putAll(Map.of("staff", route.staff(), "owner", route.owner(), "other", route.other()));

    var answered = new TreeMap<String, Integer>();
    for (var caller : expected.keySet()) {
      var answer = ask(route, caller);
      answered.put(caller, answer.status());
      if (answer.status() == 401) {
        assertTrue(answer.header("WWW-Authenticate").startsWith("Bearer realm="));
      }
      assertEquals(
          List.of(), contract.strangeIn(operation(route), Contract.Answer.of(answer)), caller);
    }
    assertEquals(expected, answered);
    System.out.println(route + " " + answered);
  }

  private static Operation operation(Route route) {
    var path = route.path().replaceFirst("\\?.*", "");
    var method = route.body().isEmpty() ? "GET" : "POST";
    return Operation.all(OpenApi.load().tree()).stream()
        .filter(it -> it.method().equals(method))
        .filter(it -> path.matches(it.path().replaceAll("\\{[^}]+}", "[^/]+")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyRouteOfTheDocumentIsAsked() {
    var asked = routes().map(route -> route.path().replaceFirst("\\?.*", "")).toList();
    OpenApi.load()
        .tree()
        .path("paths")
        .properties()
        .forEach(
            path -> {
              var form = path.getKey().replaceAll("\\{[^}]+}", "[^/]+");
              assertTrue(asked.stream().anyMatch(it -> it.matches(form)), path.getKey());
            });
  }

  @Test
  void aPageTokenIsForWhomeverItWasGivenTo() {
    var id = accepted("staff", "menu", "addMenuItem", "", "{\"description\":\"Stew\",\"price\":7}");
    assertEquals(200, get("/menu/items/" + id + "?minVersion=1", "staff").status());
    String token;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    do {
      token = get("/menu/items?pageSize=1", "owner").json().path("nextPageToken").asText();
      assertTrue(System.nanoTime() < end, "there is no second item");
    } while (token.isEmpty());
    assertEquals(200, get("/menu/items?pageToken=" + token, "owner").status());
    assertEquals(400, get("/menu/items?pageToken=" + token, "other").status());
  }

  @Test
  void customersSeeTheirOwnOrdersAlone() {
    assertEquals(1, get("/orders", "owner").json().path("items").size());
    assertEquals(0, get("/orders", "other").json().path("items").size());
  }

  @Test
  void customersSeeTheirOwnPaymentsAlone() {
    assertEquals(1, get("/payments", "owner").json().path("items").size());
    assertEquals(0, get("/payments", "other").json().path("items").size());
  }

  /** An address that is taken and one that is free are refused alike: nobody can probe. */
  @Test
  void guestsSignUpWithTheAddressThatTheirTokenHasVerified() {
    var claims = Tokens.claims("carol");
    callers.put("no address", tokens.sign(claims.build()));
    callers.put("unverified", tokens.sign(claims.claim("email", "carol@example.com").build()));
    callers.put("a word", tokens.sign(claims.claim("email_verified", "true").build()));
    for (var caller : List.of("no address", "unverified", "a word", "other")) {
      for (var email : List.of("ann@example.com", "carol@example.com", "Carol")) {
        var payload = "{\"name\":\"Carol\",\"email\":\"%s\"}".formatted(email);
        var body = command("signUpCustomer", "", payload);
        var answer = ask(new Route("", "/customers/commands", body, 0, 0, 0), caller);
        assertEquals(403, answer.status(), answer::body);
        assertEquals("payload.email", answer.json().at("/errors/0/field").asText());
      }
    }
    callers.keySet().removeAll(Set.of("no address", "unverified", "a word"));
  }

  /** Whatever Bob asks of what is Ann's, he hears what is said of what nobody has. */
  @Test
  void strangersCannotTellWhatIsThere() {
    var queries =
        List.of(
            "",
            "?minVersion=1",
            "?minVersion=2",
            "?minVersion=9",
            "?asOf=1",
            "?asOf=2",
            "?asOf=9",
            "?asOf=" + LATER,
            "?asOf=" + BEFORE);
    for (var path : List.of("/orders/" + order, "/customers/" + ann)) {
      var none = path.replaceFirst("[^/]+$", NONE);
      for (var query : queries) {
        for (var tag : List.of("\"1\"", "\"2\"", "*")) {
          assertEquals(heard(none, query, "", tag), heard(path, query, "", tag));
        }
      }
    }
    for (var type : List.of("addItemToOrder", "placeOrder", "addDeliveryAddressToOrder")) {
      for (var payload : List.of("{}", line(1), line(0), "{\"nickname\":\"moon\"}")) {
        for (var version : List.of("\"1\"", "\"9\"")) {
          assertEquals(
              heard("/orders/commands", "", command(type, NONE, payload), version),
              heard("/orders/commands", "", command(type, order, payload), version));
        }
      }
    }
    assertEquals(
        heard("/customers/commands", "", command("addAddress", NONE, ADDRESS), "\"1\""),
        heard("/customers/commands", "", command("addAddress", ann, ADDRESS), "\"1\""));
  }

  /** All that Bob is answered, but for the id that he sent. */
  private List<Object> heard(String path, String query, String body, String version) {
    var answer =
        ask(
            new Route("", path + query, body, 0, 0, 0),
            "other",
            body.isEmpty() ? "If-None-Match" : "If-Match",
            version,
            "X-Correlation-Id",
            "bob",
            "Idempotency-Key",
            "bob");
    var id = path.replaceFirst(".*/", "");
    var said = answer.raw().body().replace("no " + id + ".", "no such thing.");
    assertTrue(answer.status() == 404 || answer.status() == 400, said);
    var headers = new TreeMap<>(answer.raw().headers().map());
    headers.remove("date");
    return List.of(answer.status(), headers, said);
  }

  @Test
  void whatAClientSaysOfItselfIsNotBelieved() {
    var claims = "{\"sub\":\"cook\",\"role\":\"staff\"}".getBytes(StandardCharsets.UTF_8);
    var header = Base64.getUrlEncoder().encodeToString(claims);
    var userinfo = "X-Apigateway-Api-Userinfo";
    assertEquals(403, get("/audit", "other", userinfo, header).status());
    assertEquals(401, get("/audit", "no token", userinfo, header).status());
  }

  @Test
  void whoActedIsInTheEvent() {
    var history = get("/orders/events/" + order, "staff").json();
    assertEquals("ann", history.at("/events/0/metadata/actor").asText());
  }

  @BeforeAll
  void start() throws Exception {
    system =
        LocalSystem.start(
            new LocalSystem.Options(
                Platform.Choice.MEMORY, 0, false, Deliveries.Manner.GOOD, Optional.of(tokens)));
    client = new Client(system.uri());
    callers.put("staff", tokens.staff("cook"));
    callers.put("owner", tokens.customer("ann"));
    callers.put("other", tokens.customer("bob"));
    callers.put("expired", expired());
    callers.put("wrong audience", tokens.sign(Tokens.claims("cook").audience("cinema").build()));
    callers.put("wrong issuer", tokens.sign(Tokens.claims("cook").issuer("https://x.y").build()));
    callers.put("bad signature", Tokens.make().staff("cook"));
    callers.put("alg none", new PlainJWT(Tokens.claims("cook").build()).serialize());
    callers.put("signed with a password", withAPassword());
    callers.put("no subject", tokens.sign(Tokens.claims(null).build()));
    callers.put("not a token", "let me in");

    item = accepted("staff", "menu", "addMenuItem", "", "{\"description\":\"Soup\",\"price\":6}");
    ann =
        accepted(
            "owner",
            "customers",
            "signUpCustomer",
            "",
            "{\"name\":\"Ann\",\"email\":\"Ann@Example.com\"}");
    soon("/customers/commands", command("addAddress", ann, ADDRESS), 200);
    soon("/orders/commands", command("openOrder", "", "{\"customerId\":\"" + ann + "\"}"), 200);
    order = accepted("owner", "orders", "openOrder", "", "{\"customerId\":\"" + ann + "\"}");
    soon("/orders/commands", command("addItemToOrder", order, line(1)), 200);
    for (var path : List.of("/menu/items/" + item, "/customers/" + ann, "/orders/" + order)) {
      var written = get(path + "?minVersion=1", "staff");
      assertEquals(200, written.status(), written::body);
      soon(path, "", 200);
    }
    paid = paymentRequested();
    soon("/payments/" + paid, "", 200);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    do {
      entry = get("/audit", "staff").json().at("/items/0/id").asText();
      assertTrue(System.nanoTime() < end, "the log stays empty");
    } while (entry.isEmpty());
  }

  /** The payment of another order of Ann's. */
  private String paymentRequested() {
    var command = Ids.command("payments", "test", "1");
    var stream = Ids.aggregate(command);
    var payload = "{\"customerId\":\"%s\",\"amount\":{\"amount\":\"6.00\",\"currency\":\"USD\"}}";
    var event =
        new RecordedEvent(
            Ids.event(command, 0),
            "payments",
            stream,
            1,
            "paymentRequested",
            1,
            Instant.now().truncatedTo(ChronoUnit.MICROS),
            Json.parse(payload.formatted(ann)),
            new Metadata(command, "", "test", command, "", "service:payments"));
    Backend.current().eventStore("payments").append(List.of(event), List.of());
    return stream;
  }

  private String line(int quantity) {
    return "{\"menuItemId\":\"%s\",\"quantity\":%d}".formatted(item, quantity);
  }

  /** Services hear of each other soon. */
  private void soon(String path, String body, int status) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (ask(new Route("", path, body, 0, 0, 0), "staff").status() != status) {
      assertTrue(System.nanoTime() < end, body);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @AfterAll
  void stop() {
    client.close();
    system.close();
  }

  private String expired() {
    return tokens.sign(
        Tokens.claims("cook").expirationTime(Date.from(Instant.now().minusSeconds(600))).build());
  }

  private static String withAPassword() throws JOSEException {
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), Tokens.claims("cook").build());
    token.sign(new MACSigner("a password that is long enough for HS256"));
    return token.serialize();
  }

  private static String command(String type, String aggregateId, String payload) {
    var on = aggregateId.isEmpty() ? "" : "\"aggregateId\":\"%s\",".formatted(aggregateId);
    return "{\"type\":\"%s\",%s\"payload\":%s}".formatted(type, on, payload);
  }

  private String accepted(
      String caller, String service, String type, String aggregateId, String payload) {
    var answer =
        client.command(
            service,
            command(type, aggregateId, payload),
            "Authorization",
            "Bearer " + callers.get(caller));
    assertEquals(202, answer.status(), answer::body);
    return answer.json().path("aggregateId").asText();
  }
}
