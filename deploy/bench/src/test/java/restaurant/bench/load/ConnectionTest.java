package restaurant.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {

  private static final String LONG = "é".repeat(50_000);

  private HttpServer server;
  private URI uri;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var answer =
              (exchange.getRequestURI().getPath().equals("/long") ? LONG : "{\"id\":\"a\"}")
                  .getBytes(StandardCharsets.UTF_8);
          boolean isChunked = "chunked".equals(exchange.getRequestURI().getQuery());
          exchange.sendResponseHeaders(202, isChunked ? 0 : answer.length);
          try (var body = exchange.getResponseBody()) {
            body.write(answer);
          }
        });
    server.start();
    uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsAnswersOneAfterTheOther() throws Exception {
    var to = Requests.toFunction(uri, "secret");
    try (var connection = new Connection(uri)) {
      for (int i = 0; i < 3; i++) {
        assertEquals("a", connection.send(to.get("cook", "/")).field("id"));
        assertEquals(LONG, connection.send(to.get("cook", "/long")).body());
        assertEquals(LONG, connection.send(to.get("cook", "/long?chunked")).body());
      }
    }
  }

  @Test
  void manyClientsShareTheRequests() {
    var to = Requests.toFunction(uri, "secret");
    var result =
        Load.run(
            uri,
            4,
            50,
            (connection, client, number) -> connection.send(to.add("cook" + client)).status());
    assertEquals(50, result.must(202).nanos().length);
  }

  /** A server takes a second and more to accept a thousand at once. */
  @Test
  void connectsBeforeTheClockStartsAndNoLongerThanItSends() {
    var to = Requests.toFunction(uri, "secret");
    var connections = new ConcurrentLinkedQueue<Connection>();
    var result =
        Load.run(
            uri,
            4,
            50,
            (connection, client, number) -> {
              connections.add(connection);
              return connection.isOpen() ? connection.send(to.get("cook", "/")).status() : -1;
            });
    result.must(202);
    assertEquals(List.of(), connections.stream().filter(Connection::isOpen).toList());
  }
}
