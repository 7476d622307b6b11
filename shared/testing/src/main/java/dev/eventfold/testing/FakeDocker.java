package dev.eventfold.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A Docker engine that has no image, and whose registry is as bad as is wanted. */
public final class FakeDocker implements AutoCloseable {

  /** What becomes of a pull. */
  public enum Registry {
    /** Refused at once. */
    OUT_OF_REACH,
    /** Begun, and nothing comes. */
    SILENT,
    /** A little comes again and again, and then all of it. */
    SLOW,
    /** Begun, and then it fails. */
    BREAKING
  }

  private static final int PIECES = 15;
  private static final long PIECE_MILLIS = 400;

  private final HttpServer server;
  private final Registry registry;
  private final CountDownLatch closed = new CountDownLatch(1);

  public FakeDocker(Registry registry) throws IOException {
    this.registry = registry;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** For {@code DOCKER_HOST}. */
  public URI uri() {
    return URI.create("tcp://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+/", "/");
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      switch (path) {
        case "/_ping" -> send(exchange, 200, "OK");
        case "/info" -> send(exchange, 200, "{\"OSType\":\"linux\",\"ServerVersion\":\"27.0\"}");
        case "/version" -> send(exchange, 200, "{\"Version\":\"27.0\",\"ApiVersion\":\"1.46\"}");
        case "/images/create" -> pull(exchange);
        default -> send(exchange, 404, "{\"message\":\"No such image\"}");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pull(HttpExchange exchange) throws IOException, InterruptedException {
    if (registry == Registry.OUT_OF_REACH) {
      send(exchange, 500, "{\"message\":\"Get https://registry/: dial tcp: i/o timeout\"}");
      return;
    }
    exchange.sendResponseHeaders(200, 0);
    line(exchange, "{\"status\":\"Pulling from the registry\",\"id\":\"emulators\"}");
    switch (registry) {
      case SILENT -> closed.await();
      case BREAKING ->
          line(
              exchange,
              "{\"errorDetail\":{\"message\":\"unexpected EOF\"},\"error\":\"unexpected EOF\"}");
      default -> {
        for (int piece = 1; piece <= PIECES; piece++) {
          Thread.sleep(PIECE_MILLIS);
          line(
              exchange,
              "{\"status\":\"Downloading\",\"id\":\"layer\",\"progressDetail\":{\"current\":%d}}"
                  .formatted(piece * 1_000_000));
        }
      }
    }
  }

  private static void line(HttpExchange exchange, String json) throws IOException {
    exchange.getResponseBody().write((json + "\r\n").getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
