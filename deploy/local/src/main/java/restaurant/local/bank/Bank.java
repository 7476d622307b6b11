package restaurant.local.bank;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * An HTTP provider on this machine that charges ({@code /charge}), gives back ({@code /refund}) and
 * sends receipts ({@code /receipt}) by what it is asked for, and writes down each. Charges and
 * refunds it does once for each {@code Idempotency-Key}; receipts as often as it is asked.
 *
 * <p>An amount that ends with {@value #REFUSED} it refuses to charge, and of one that ends with
 * {@value #SILENT} it says nothing and does nothing.
 */
public final class Bank implements AutoCloseable {

  public static final String REFUSED = ".13";
  public static final String SILENT = ".99";

  private static final List<String> EFFECTS = List.of("charge", "refund", "receipt");

  /**
   * How it behaves.
   *
   * @param loses the probability that it does what it is asked for, and its answer is lost
   * @param timeToPay how long an order waits for its payment
   */
  public record Manner(double loses, long seed, Duration timeToPay) {

    /** As a good one. */
    public static final Manner GOOD = new Manner(0, 1, Duration.ofMinutes(15));

    public Manner waiting(Duration time) {
      return new Manner(loses, seed, time);
    }
  }

  /**
   * A line of its book.
   *
   * @param times how often it was done; 0 for what it refused
   */
  public record Entry(String effect, String key, String orderId, int times) {}

  private final Map<String, Entry> book = new LinkedHashMap<>();
  private final HttpServer server;
  private final Manner manner;
  private final Random random;

  public Bank(Manner manner) throws IOException {
    this.manner = manner;
    this.random = new Random(manner.seed());
    this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** What functions must know. */
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    for (var effect : EFFECTS) {
      settings.put("PROVIDER_%s_URL".formatted(effect.toUpperCase()), uri(effect).toString());
    }
    settings.put("TIME_TO_PAY", manner.timeToPay().toString());
    settings.put("EFFECT_LEASE", "PT10S");
    return settings;
  }

  private URI uri(String effect) {
    return URI.create("http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), effect));
  }

  /** All that it was asked for, in the order in which it was asked first. */
  public synchronized List<Entry> book() {
    return List.copyOf(book.values());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var effect = exchange.getRequestURI().getPath().substring(1);
      var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      if (!EFFECTS.contains(effect) || key == null) {
        send(exchange, 404, problem("Ask for a charge, a refund or a receipt, with a key."));
        return;
      }
      var refusal = done(effect, key, Json.parse(new String(body, StandardCharsets.UTF_8)));
      if (refusal.isEmpty() && isLost()) {
        send(exchange, 500, problem("It was done, and nobody heard of it."));
        return;
      }
      send(
          exchange,
          refusal.map(it -> it.equals(SILENT) ? 500 : 402).orElse(200),
          refusal.map(Bank::problem).orElseGet(() -> Json.parse("{\"did\":\"" + effect + "\"}")));
    }
  }

  private synchronized boolean isLost() {
    return random.nextDouble() < manner.loses();
  }

  /**
   * @return why it was not done
   */
  private synchronized Optional<String> done(String effect, String key, JsonNode request) {
    var amount = request.at("/amount/amount").asText();
    if (effect.equals("charge") && amount.endsWith(SILENT)) {
      return Optional.of(SILENT);
    }
    boolean isRefused = effect.equals("charge") && amount.endsWith(REFUSED);
    int before = Optional.ofNullable(book.get(key)).map(Entry::times).orElse(0);
    int times = isRefused ? 0 : effect.equals("receipt") ? before + 1 : 1;
    book.put(key, new Entry(effect, key, request.path("orderId").asText(), times));
    return isRefused ? Optional.of("Card declined.") : Optional.empty();
  }

  private static JsonNode problem(String detail) {
    return Json.TOLERANT.createObjectNode().put("detail", detail);
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    var bytes = Json.text(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
