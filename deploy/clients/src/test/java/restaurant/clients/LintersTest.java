package restaurant.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linters find nothing in the documents, not even a warning. */
class LintersTest {

  private static final String DOCUMENT = "../openapi.yaml";
  private static final Path PARSE_ASYNCAPI = Path.of("src/test/javascript/parse-asyncapi.mjs");

  @TempDir private Path folder;

  /** What the gateway gets, with all that a deployment can add. */
  private String rendered() throws Exception {
    var rendered = folder.resolve("openapi.yaml");
    var render =
        new ProcessBuilder(
                "../gcloud/lib/render-openapi",
                "--suffix=-1.europe-west1.run.app",
                "--issuer=https://issuer.example",
                "--jwks-uri=https://issuer.example/keys",
                "--audiences=web",
                "--cors-origins=https://shop.example",
                DOCUMENT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(rendered.toFile())
            .start();
    assertEquals(0, render.waitFor());
    return rendered.toString();
  }

  @Test
  void redoclyFindsNothing() throws Exception {
    Tool.node("redocly").run("lint", "--config=redocly.yaml", DOCUMENT, rendered());
  }

  @Test
  void spectralFindsNothing() throws Exception {
    Tool.node("spectral")
        .run("lint", "--ruleset=spectral.yaml", "--fail-severity=hint", DOCUMENT, rendered());
  }

  @Test
  void asyncApisOwnParserFindsNothing() throws Exception {
    Tool.script(PARSE_ASYNCAPI, "@asyncapi/parser").run("../asyncapi.yaml");
  }
}
