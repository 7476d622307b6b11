package restaurant.local.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.Settings;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.contract.Contract;
import restaurant.local.contract.Operation;
import restaurant.local.gateway.OpenApi;
import restaurant.local.gateway.Tokens;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

/** One customer with a good token and bad manners, and another who wants to order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneHostileCallerTest {

  private static final int ATTACKERS = 300;

  /** Looks per phase; calm and attack take turns, so that both have the machine's good times. */
  private static final int LOOKS = 60;

  private static final int PHASES = 4;

  /** Other programs run here, too: so often it is measured before it is believed. */
  private static final int MEASUREMENTS = 4;

  private final Tokens tokens = Tokens.make();
  private final Contract contract = new Contract(OpenApi.load());
  private final Operation command =
      Operation.all(OpenApi.load().tree()).stream()
          .filter(it -> it.toString().equals("POST /orders/commands"))
          .findFirst()
          .orElseThrow();
  private LocalSystem system;
  private Client client;
  private String mallory;
  private String bob;

  @BeforeAll
  void start() throws Exception {
    system =
        LocalSystem.start(
            new LocalSystem.Options(
                Platform.Choice.MEMORY, 0, false, Deliveries.Manner.GOOD, Optional.of(tokens)));
    client = new Client(system.uri());
    mallory = "Authorization: Bearer " + tokens.customer("mallory");
    bob = "Bearer " + tokens.customer("bob");
  }

  @AfterAll
  void stop() {
    client.close();
    system.close();
  }

  /** Half-sent bodies of commands, and requests that would wait for orders that are not there. */
  private List<HalfSent> attack() {
    var sent = new ArrayList<HalfSent>();
    for (int n = 0; n < ATTACKERS; n++) {
      sent.add(HalfSent.command(system.uri(), mallory));
      sent.add(
          HalfSent.to(
              system.uri(),
              "GET /orders/nobody-%d?minVersion=1 HTTP/1.1\r\nHost: localhost\r\nPrefer: wait=20\r\n%s\r\n\r\n"
                  .formatted(n, mallory)));
    }
    // From here on they are all there, and those that are answered have been.
    sent.getLast().status(Duration.ofSeconds(1));
    return sent;
  }

  /** Bob looks at his orders, and tries to place one. */
  private long nanosOfALook(int n) {
    var look =
        n % 2 == 0
            ? client.request("/orders")
            : client
                .request("/orders/commands?dryRun=true")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString("{\"type\":\"placeOrder\",\"aggregateId\":\"none\"}"));
    long start = System.nanoTime();
    var answer = client.send(look.header("Authorization", bob));
    long nanos = System.nanoTime() - start;
    assertEquals(n % 2 == 0 ? 200 : 404, answer.status(), answer::body);
    return nanos;
  }

  private List<Long> looks() {
    return IntStream.range(0, LOOKS).mapToObj(this::nanosOfALook).toList();
  }

  private static double p95Millis(List<Long> nanos) {
    return nanos.stream().sorted().toList().get(nanos.size() * 95 / 100) / 1e6;
  }

  @Test
  void anothersP95AtMostDoubles() {
    looks();
    for (int measurement = 1; ; measurement++) {
      var calm = new ArrayList<Long>();
      var attacked = new ArrayList<Long>();
      for (int phase = 0; phase < PHASES; phase++) {
        calm.addAll(looks());
        var attack = attack();
        attacked.addAll(looks());
        attack.forEach(HalfSent::close);
      }
      var found =
          "%d waiting requests and %d half-sent bodies of one caller: another's p95 is %.1f ms, without %.1f ms"
              .formatted(ATTACKERS, ATTACKERS, p95Millis(attacked), p95Millis(calm));
      System.out.println(found);
      if (p95Millis(attacked) <= 2 * p95Millis(calm)) {
        return;
      }
      assertTrue(measurement < MEASUREMENTS, found);
    }
  }

  private URI ordersCommands() {
    return system.functions().stream()
        .filter(function -> function.row().name().equals("orders-commands"))
        .findFirst()
        .orElseThrow()
        .uri();
  }

  /** What the gateway sends, which functions know by the secret of the run. */
  private static String userinfo(String name) {
    var claims = "{\"sub\":\"%s\"}".formatted(name).getBytes(StandardCharsets.UTF_8);
    return "X-Apigateway-Api-Userinfo: %s\r\nAuthorization: Bearer %s"
        .formatted(
            Base64.getUrlEncoder().encodeToString(claims),
            Settings.get("CALLER_TOKEN").orElseThrow());
  }

  /** Functions behind a gateway that passes on what it has: 16 of 32 places for one caller. */
  @Test
  void halfSentBodiesAreEndedAndMoreOfThemRefused() {
    var function = ordersCommands();
    var held =
        IntStream.range(0, 16)
            .mapToObj(n -> HalfSent.command(function, userinfo("eve")))
            .collect(Collectors.toCollection(ArrayList::new));
    held.add(HalfSent.command(system.uri(), mallory));
    var answers = new TreeMap<Integer, Integer>();
    for (int n = 0; n < ATTACKERS; n++) {
      held.add(HalfSent.command(function, userinfo("eve")));
    }
    for (var half : held) {
      answers.merge(documented(half), 1, Integer::sum);
    }
    assertEquals(Set.of(408, 429), answers.keySet());
    assertEquals(1 + 16 + ATTACKERS, answers.values().stream().mapToInt(n -> n).sum());
    // On a slow machine the first give up their places before the last have come.
    assertTrue(answers.get(408) >= 1 + 16, answers::toString);
    assertTrue(answers.get(429) > 0, answers::toString);
  }

  private int documented(HalfSent request) {
    try (request) {
      var answer = request.answer();
      assertEquals(List.of(), contract.strangeIn(command, answer), answer::body);
      return answer.status();
    }
  }
}
