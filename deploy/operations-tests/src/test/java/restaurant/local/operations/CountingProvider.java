package restaurant.local.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Whoever charges, refunds and sends receipts: it looks at no keys, and counts what it does. */
final class CountingProvider implements AutoCloseable {

  private static final List<String> EFFECTS = List.of("charge", "refund", "receipt");

  private final HttpServer server;
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private volatile String failing = "";
  private volatile CountDownLatch held = new CountDownLatch(0);

  /** Functions in this process ask it from now on. */
  CountingProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    EFFECTS.forEach(
        effect -> System.setProperty("provider." + effect + ".url", settings().get(url(effect))));
  }

  private static String url(String effect) {
    return "PROVIDER_" + effect.toUpperCase(Locale.ROOT) + "_URL";
  }

  /** As functions and operators need them. */
  Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    for (var effect : EFFECTS) {
      settings.put(url(effect), "http://localhost:" + server.getAddress().getPort() + "/" + effect);
    }
    return settings;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var effect = exchange.getRequestURI().getPath().substring(1);
      var request = Json.TOLERANT.readTree(exchange.getRequestBody().readAllBytes());
      asked.merge(effect + " " + request.path("orderId").asText(), 1, Integer::sum);
      held.await();
      var answer = "{\"id\":\"P1\"}".getBytes();
      exchange.sendResponseHeaders(effect.equals(failing) ? 500 : 200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How often an effect was asked for, for an order. */
  int asked(String effect, String order) {
    return asked.getOrDefault(effect + " " + order, 0);
  }

  /** For all orders, by effect and order. */
  Map<String, Integer> asked() {
    return Map.copyOf(asked);
  }

  /** It does what it is asked for, and its answer says nothing. */
  void fails(String effect) {
    failing = effect;
  }

  /** It answers nothing until it is let go. */
  CountDownLatch hold() {
    held = new CountDownLatch(1);
    return held;
  }

  @Override
  public void close() {
    EFFECTS.forEach(effect -> System.clearProperty("provider." + effect + ".url"));
    server.stop(0);
  }
}
