package restaurant.gcloud.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import restaurant.gcloud.FunctionTable;

/** What API Gateway gets: the published document, and where its operations are answered. */
class RenderedOpenApiTest {

  private static final Path DOCUMENT = Path.of("../openapi.yaml");
  private static final YAMLMapper YAML = new YAMLMapper();

  private static ObjectNode source;
  private static ObjectNode rendered;

  @BeforeAll
  static void render() throws Exception {
    rendered = rendered("");
    source = (ObjectNode) YAML.readTree(Files.readString(DOCUMENT));
  }

  private static ObjectNode rendered(String corsOrigins) throws Exception {
    var process =
        new ProcessBuilder(
                "lib/render-openapi",
                "--suffix=-1.europe-west1.run.app",
                "--issuer=https://issuer.example",
                "--jwks-uri=https://issuer.example/keys",
                "--audiences=web,app",
                "--cors-origins=" + corsOrigins,
                DOCUMENT.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var document = (ObjectNode) YAML.readTree(process.getInputStream());
    assertEquals(0, process.waitFor());
    return document;
  }

  @Test
  void whatBrowsersAskNeedsNoTokenAndGoesToTheFunctionOfItsPath() throws Exception {
    var open = rendered("https://shop.example");
    var ids = new TreeSet<String>();
    for (var path : open.path("paths")) {
      var preflight = path.path("options");
      assertEquals("[]", preflight.path("security").toString());
      for (var operation : path) {
        if (operation.has("x-function")) {
          assertEquals(operation.path("x-function"), preflight.path("x-google-backend"));
        }
      }
      ids.add(preflight.path("operationId").asText());
    }
    assertEquals(open.path("paths").size(), ids.size(), ids::toString);
  }

  @Test
  void preflightsAreAllThatWebPagesAdd() throws Exception {
    var open = rendered("https://shop.example");
    open.path("paths").forEach(path -> ((ObjectNode) path).remove("options"));
    assertEquals(rendered, open);
  }

  @Test
  void everyOperationIsAnsweredByItsFunction() {
    for (var operation : operations(rendered)) {
      assertEquals(operation.path("x-function"), operation.path("x-google-backend"));
    }
    assertEquals(behindTheGateway(), names(backends()));
    backends()
        .properties()
        .forEach(
            backend -> {
              var address = "https://" + backend.getKey() + "-1.europe-west1.run.app";
              assertEquals(address, backend.getValue().path("address").asText());
              assertEquals(address, backend.getValue().path("jwtAudience").asText());
              assertEquals(
                  "APPEND_PATH_TO_ADDRESS", backend.getValue().path("pathTranslation").asText());
            });
  }

  @Test
  void nobodyComesInWithoutAToken() {
    assertEquals("[{\"token\":[]}]", rendered.path("security").toString());
    var auth = rendered.path("components").path("securitySchemes").path("token");
    assertEquals("https://issuer.example", auth.path("x-google-auth").path("issuer").asText());
    assertEquals(
        "https://issuer.example/keys", auth.path("x-google-auth").path("jwksUri").asText());
    assertEquals("[\"web\",\"app\"]", auth.path("x-google-auth").path("audiences").toString());
    for (var operation : operations(rendered)) {
      assertEquals(false, operation.has("security"), operation.path("operationId").asText());
    }
  }

  @Test
  void nothingElseIsChanged() {
    var rest = rendered.deepCopy();
    rest.remove("x-google-api-management");
    ((ObjectNode) rest.path("components"))
        .set("securitySchemes", source.path("components").path("securitySchemes"));
    operations(rest).forEach(operation -> operation.remove("x-google-backend"));
    assertEquals(source, rest);
  }

  private static JsonNode backends() {
    return rendered.path("x-google-api-management").path("backends");
  }

  private static Set<String> names(JsonNode object) {
    var names = new TreeSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> behindTheGateway() {
    return FunctionTable.read().stream()
        .filter(f -> f.kind().equals("commands") || f.kind().equals("queries"))
        .map(FunctionTable.Function::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Iterable<ObjectNode> operations(JsonNode document) {
    var operations = new ArrayList<ObjectNode>();
    for (var path : document.path("paths")) {
      for (var operation : path) {
        if (operation.has("operationId")) {
          operations.add((ObjectNode) operation);
        }
      }
    }
    return operations;
  }
}
