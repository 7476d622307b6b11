package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import restaurant.audit.AuditFunction;

class OpenApiDocumentTest {

  private static final Topology SYSTEM =
      Topology.of(
          Service.named("bar").runAs(AuditFunction.class),
          Service.named("garden").runAs(AuditFunction.class));

  @TempDir private Path root;

  @BeforeEach
  void share() throws IOException {
    write(
        "deploy/system/openapi-common.yaml",
        """
        # For who edits this.

        openapi: 3.0.3

        x-tour:
          - enter

        components:
          schemas:
            Writers: {enum: [$writers]}
        """);
    write("functions/bar/openapi.yaml", "x-tour:\n  - drink\n\nx-tour-later:\n  - pay\n");
  }

  private void write(String file, String text) throws IOException {
    var path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void eachSectionHasWhatAllShareAndThenThePartOfEachService() throws IOException {
    write(
        "functions/garden/openapi.yaml",
        """
        x-tour:
          - sit

        components:
          schemas:

            Bench: {type: string}
        """);
    var document = OpenApiDocument.of(SYSTEM, root);
    assertEquals(
        """
        openapi: 3.0.3
        x-tour:
          - enter

          - drink

          - sit

          - pay

        components:
          schemas:
            Writers: {enum: []}

            Bench: {type: string}
        """,
        document.substring(document.indexOf("openapi:")));
  }

  @Test
  void aSectionThatNobodySharesIsRefused() throws IOException {
    write("functions/garden/openapi.yaml", "x-flowers:\n  - rose\n");
    var refused =
        assertThrows(IllegalArgumentException.class, () -> OpenApiDocument.of(SYSTEM, root));
    assertTrue(
        refused
            .getMessage()
            .endsWith("garden/openapi.yaml: openapi-common.yaml has no section x-flowers:"),
        refused.getMessage());
  }
}
