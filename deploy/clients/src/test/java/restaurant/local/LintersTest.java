package restaurant.local;

import org.junit.jupiter.api.Test;

/** Two linters find nothing in the document, not even a warning. */
class LintersTest {

  private static final String DOCUMENT = "../openapi.yaml";

  @Test
  void redoclyFindsNothing() throws Exception {
    Tool.node("redocly").run("lint", "--config=redocly.yaml", DOCUMENT);
  }

  @Test
  void spectralFindsNothing() throws Exception {
    Tool.node("spectral").run("lint", "--ruleset=spectral.yaml", "--fail-severity=hint", DOCUMENT);
  }
}
