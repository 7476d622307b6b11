package restaurant.local.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.swagger.v3.parser.OpenAPIV3Parser;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.local.contract.Example;
import restaurant.local.contract.Operation;

/** The document by itself, and what the gateway makes of it. */
class OpenApiTest {

  private final OpenApi api = OpenApi.load();
  private final List<Operation> operations = Operation.all(api.tree());

  @Test
  void itIsOpenApi() {
    var parsed = new OpenAPIV3Parser().readContents(new String(api.yaml(), StandardCharsets.UTF_8));
    assertEquals(List.of(), parsed.getMessages());
  }

  @Test
  void everyParameterIsUsedByAnExample() {
    for (var operation : operations) {
      var used = new HashSet<>(Set.of("traceparent", "X-Correlation-Id", "Idempotency-Key"));
      Example.tour(api.tree()).stream()
          .filter(it -> it.operation().equals(operation))
          .forEach(it -> used.addAll(it.values().keySet()));
      operation
          .parameters()
          .map(it -> it.path("name").asText())
          // Commands share their parameters: it is enough that one service is asked.
          .filter(it -> !it.equals("X-Causation-Id"))
          .forEach(it -> assertTrue(used.contains(it), operation + " " + it));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/menu/commands,menu-commands",
    "GET,/menu/commands,menu-commands",
    "GET,/customers/commands,customers-commands",
    "GET,/customers,customers-queries",
    "HEAD,/customers/abc,customers-queries",
    "DELETE,/customers/abc,customers-queries",
    "GET,/orders/events/abc,orders-queries",
    "GET,/audit,audit-queries"
  })
  void aPathLeadsToItsFunction(String method, String path, String function) {
    assertEquals(Optional.of(function), api.function(method, path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/menu",
        "/menu/",
        "/menu/items/",
        "/menu/items/a/b",
        "/Menu/items",
        "/x"
      })
  void anotherPathLeadsNowhere(String path) {
    assertEquals(Optional.empty(), api.function("GET", path));
  }

  @Test
  void aPlaceholderIsOneSegment() {
    assertNotEquals(Optional.empty(), api.function("GET", "/menu/items/a"));
    assertEquals(Optional.empty(), api.function("GET", "/menu/events/a/b"));
  }
}
