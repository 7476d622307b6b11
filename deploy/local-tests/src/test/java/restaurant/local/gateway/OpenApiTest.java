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

  /** With what web pages need, which is the most that the deployment adds. */
  @Test
  void whatTheDeploymentMakesOfItIsOpenApiToo() throws Exception {
    var render =
        new ProcessBuilder(
                "../gcloud/lib/render-openapi",
                "--suffix=-1.europe-west1.run.app",
                "--issuer=https://issuer.example",
                "--jwks-uri=https://issuer.example/keys",
                "--audiences=web",
                "--cors-origins=https://shop.example",
                "../openapi.yaml")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var rendered = new String(render.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var parsed = new OpenAPIV3Parser().readContents(rendered);
    assertEquals(List.of(), parsed.getMessages());
    parsed
        .getOpenAPI()
        .getPaths()
        .forEach((path, item) -> assertEquals(List.of(), item.getOptions().getSecurity(), path));
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
          // Commands share their parameters, and lists their pages: one service is enough.
          .filter(it -> !Set.of("X-Causation-Id", "pageToken").contains(it))
          .forEach(it -> assertTrue(used.contains(it), operation + " " + it));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/menu/commands,menu-commands",
    "POST,/customers/commands,customers-commands",
    "GET,/customers,customers-queries",
    "GET,/orders/events/abc,orders-queries",
    "GET,/audit,audit-queries"
  })
  void aPathLeadsToItsFunction(String method, String path, String function) {
    assertEquals(Optional.of(new OpenApi.Route(function, true)), api.route(method, path));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/menu/commands,/menu/commands",
    "HEAD,/customers/abc,/customers/{id}",
    "DELETE,/customers/abc,/customers/{id}",
    "OPTIONS,/orders,/orders",
    "get,/orders,/orders"
  })
  void anotherMethodLeadsNowhere(String method, String path, String template) {
    assertEquals(Optional.empty(), api.route(method, path));
    assertEquals(Optional.of(template), api.template(path));
  }

  @ParameterizedTest
  @CsvSource({"/menu/commands,menu-commands", "/orders/abc,orders-queries"})
  void aPreflightLeadsToTheFunctionOfItsPathAndNeedsNoToken(String path, String function) {
    assertEquals(
        Optional.of(new OpenApi.Route(function, false)),
        api.withPreflights().route("OPTIONS", path));
    assertEquals(api.tree(), api.withPreflights().tree());
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
    assertEquals(Optional.empty(), api.template(path));
  }

  @Test
  void aPlaceholderIsOneSegment() {
    assertNotEquals(Optional.empty(), api.template("/menu/items/a"));
    assertEquals(Optional.empty(), api.template("/menu/events/a/b"));
  }
}
