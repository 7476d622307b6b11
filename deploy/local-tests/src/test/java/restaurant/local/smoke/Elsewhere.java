package restaurant.local.smoke;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** A system as others see it from elsewhere: a local run has more than that. */
final class Elsewhere implements AutoCloseable {

  private static final List<String> PASSED_ON =
      List.of("Authorization", "Content-Type", "Idempotency-Key", "X-Correlation-Id");

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;
  private final URI system;
  private final Collection<String> asked = new ConcurrentLinkedQueue<>();

  Elsewhere(URI system) throws IOException {
    this.system = system;
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Every request for the system, by method and address. */
  Collection<String> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().startsWith("/local/")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      var request =
          HttpRequest.newBuilder(system.resolve(exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      for (var name : PASSED_ON) {
        exchange
            .getRequestHeaders()
            .getOrDefault(name, List.of())
            .forEach(value -> request.header(name, value));
      }
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.shutdownNow();
  }
}
