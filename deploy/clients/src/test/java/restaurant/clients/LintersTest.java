package restaurant.clients;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Linters find nothing in the documents, not even a warning. */
class LintersTest {

  private static final String DOCUMENT = "../openapi.yaml";
  private static final Path PARSE_ASYNCAPI = Path.of("src/test/javascript/parse-asyncapi.mjs");

  @Test
  void redoclyFindsNothing() throws Exception {
    Tool.node("redocly").run("lint", "--config=redocly.yaml", DOCUMENT);
  }

  @Test
  void spectralFindsNothing() throws Exception {
    Tool.node("spectral").run("lint", "--ruleset=spectral.yaml", "--fail-severity=hint", DOCUMENT);
  }

  @Test
  void asyncApisOwnParserFindsNothing() throws Exception {
    Tool.script(PARSE_ASYNCAPI, "@asyncapi/parser").run("../asyncapi.yaml");
  }
}
