package restaurant.local.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import restaurant.local.gateway.OpenApi;

/** The contract finds what is not in the document: else no other test of it is worth a thing. */
class ContractTest {

  private final OpenApi api = OpenApi.load();
  private final Contract contract = new Contract(api);
  private final Operation operation = new Operation("GET", "/menu/items/{id}", api.tree());
  private final Map<String, List<String>> headers =
      new HashMap<>(
          Map.of(
              "content-type", List.of("application/json; charset=utf-8"),
              "cache-control", List.of("private, no-cache"),
              "x-content-type-options", List.of("nosniff"),
              "etag", List.of("\"2.2\""),
              "x-correlation-id", List.of("tour")));
  private final ObjectNode item =
      Operation.example(operation.response(200), "pepperoni").deepCopy();

  private List<String> strange(int status) {
    return contract.strangeIn(operation, new Contract.Answer(status, headers, Json.text(item)));
  }

  private void assertFinds(String words, int status) {
    var found = strange(status);
    assertTrue(found.stream().anyMatch(it -> it.contains(words)), found::toString);
  }

  @Test
  void whatIsDocumentedIsNotStrange() {
    assertEquals(List.of(), strange(200));
  }

  @Test
  void anUndocumentedFieldIs() {
    item.put("calories", 900);
    assertFinds("calories", 200);
  }

  @Test
  void anUndocumentedFieldDeepInsideIs() {
    ((ObjectNode) item.path("price")).put("tax", 1);
    assertFinds("tax", 200);
  }

  @Test
  void aMissingFieldIs() {
    item.remove("active");
    assertFinds("active", 200);
  }

  @Test
  void aFieldOfAnotherTypeIs() {
    item.put("version", "2");
    assertFinds("/version", 200);
  }

  @Test
  void anUndocumentedStatusIs() {
    assertFinds("418", 418);
  }

  @Test
  void anUndocumentedContentTypeIs() {
    headers.put("content-type", List.of("text/html"));
    assertFinds("text/html", 200);
  }

  @Test
  void anUndocumentedHeaderIs() {
    headers.put("x-powered-by", List.of("steam"));
    assertFinds("x-powered-by", 200);
  }

  @Test
  void anUndocumentedParameterOfARequestIs() {
    var sent = Sent.to(operation);
    assertEquals(List.of(), contract.strangeIn(operation, sent));
    assertNotEquals(List.of(), contract.strangeIn(operation, sent.withQuery("smell", "good")));
  }

  @Test
  void anAnswerThatMayBeKeptForOthersIs() {
    headers.put("cache-control", List.of("public"));
    assertFinds("cache-control", 200);
  }

  @Test
  void aNameOfTheServerIs() {
    headers.put("server", List.of("Teapot/1.0"));
    assertFinds("server", 200);
  }

  @Test
  void aMissingHeaderIs() {
    headers.remove("etag");
    assertFinds("ETag", 200);
  }
}
