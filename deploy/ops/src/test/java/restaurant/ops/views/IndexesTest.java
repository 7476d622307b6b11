package restaurant.ops.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.eventfold.store.TransientFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a rebuild waits for, as Firestore's API tells it. */
class IndexesTest {

  private static final String COMPOSITES =
      """
      {"indexes": [
        {"state": "READY", "fields": [
          {"fieldPath": "status", "order": "ASCENDING"},
          {"fieldPath": "total", "order": "DESCENDING"},
          {"fieldPath": "__name__", "order": "DESCENDING"}]}%s]}
      """;
  private static final String FIELDS =
      """
      {"fields": [{"indexConfig": {"indexes": [
        {"state": "%s", "fields": [{"fieldPath": "total", "order": "ASCENDING"}]}]}}]}
      """;

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private HttpServer google;
  private Indexes indexes;

  @BeforeEach
  void start() throws IOException {
    google = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    google.createContext(
        "/v1/projects/demo/databases/staging-views/collectionGroups/",
        exchange -> {
          try (exchange) {
            var path = exchange.getRequestURI().getPath().replaceFirst(".*collectionGroups/", "");
            var token = exchange.getRequestURI().getQuery().replaceFirst(".*pageToken=", "");
            boolean known =
                "Bearer token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            var answer = answers.getOrDefault(path + token, "{}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 403, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    google.start();
    indexes = asking("Bearer token");
    answers.put("orders/indexes", COMPOSITES.formatted(""));
    answers.put("orders/fields", FIELDS.formatted("READY"));
  }

  private Indexes asking(String authorization) {
    return new Indexes(
        URI.create("http://127.0.0.1:" + google.getAddress().getPort()),
        "demo",
        "staging-views",
        () -> Map.of("Authorization", List.of(authorization)));
  }

  @AfterEach
  void stop() {
    google.stop(0);
  }

  @Test
  void whatAnotherHasNotGotOrNotReadyIsMissing() {
    assertEquals(
        Set.of("status up, total down, __name__ down", "total up"),
        indexes.missing("orders", "orders.1"));

    answers.put("orders.1/indexes", COMPOSITES.formatted(""));
    answers.put("orders.1/fields", FIELDS.formatted("CREATING"));
    assertEquals(Set.of("total up"), indexes.missing("orders", "orders.1"));

    answers.put("orders.1/fields", FIELDS.formatted("READY"));
    assertEquals(Set.of(), indexes.missing("orders", "orders.1"));
  }

  @Test
  void everyPageIsRead() {
    answers.put("orders/indexes", "{\"nextPageToken\": \"2\"}");
    answers.put("orders/indexes2", COMPOSITES.formatted(""));
    assertEquals(
        Set.of("status up, total down, __name__ down", "total up"),
        indexes.missing("orders", "orders.1"));
  }

  @Test
  void aRefusalIsNoListWithoutIndexes() {
    var refused =
        assertThrows(
            TransientFailure.class, () -> asking("Bearer other").missing("orders", "orders.1"));
    assertEquals(
        "Firestore does not list its indexes: 403 " + COMPOSITES.formatted("").strip(),
        refused.getMessage());
  }

  /** Making indexes takes an hour, and a network fails now and then. */
  @Test
  void noAnswerIsAFailureThatPasses() {
    google.stop(0);
    assertThrows(TransientFailure.class, () -> indexes.missing("orders", "orders.1"));
  }
}
