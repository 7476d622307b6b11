package restaurant.gcloud.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What is delivered is known, down to what libraries bundle. */
class SbomTest {

  private static final Path SBOM = Path.of("../../target/bom.json");

  @Test
  void theBuildListsWhatShips() throws Exception {
    if (!Files.exists(SBOM)) {
      var sentence = "This test needs target/bom.json, which mvn verify makes, but not with -o.";
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(sentence);
      }
      Assumptions.abort(sentence);
    }
    var listed = new TreeSet<String>();
    for (var component : new ObjectMapper().readTree(SBOM.toFile()).path("components")) {
      assertFalse(component.path("version").asText().isEmpty(), component::toString);
      listed.add(component.path("group").asText() + ":" + component.path("name").asText());
    }
    var wanted =
        Set.of(
            "com.google.cloud:google-cloud-firestore",
            "com.google.cloud:google-cloud-pubsub",
            "io.grpc:grpc-netty-shaded",
            "org.eclipse.jetty:jetty-server",
            "com.google.cloud.functions.invoker:java-function-invoker",
            "restaurant:menu",
            "restaurant:audit");
    assertTrue(listed.containsAll(wanted), listed::toString);
    assertFalse(listed.contains("com.tngtech.archunit:archunit"), listed::toString);
  }

  /** No list of dependencies shows it: what is new in here is reviewed before it is used. */
  @Test
  void theInvokerBundlesWhatWasReviewed() throws Exception {
    assertEquals(
        Map.of(
            "com.fasterxml.jackson.core", "2.15.2",
            "com.google.cloud.functions", "2.0.0",
            "com.google.cloud.functions.invoker", "2.0.0",
            "com.google.code.gson", "2.13.2",
            "com.google.errorprone", "2.41.0",
            "io.cloudevents", "4.0.1",
            "org.eclipse.jetty", "12.1.3",
            "org.slf4j", "2.0.17"),
        bundled());
  }

  /** The version of each group of artifacts in the invoker's jar. */
  private static Map<String, String> bundled() throws IOException {
    var invoker =
        Arrays.stream(System.getProperty("java.class.path").split(":"))
            .filter(entry -> entry.contains("java-function-invoker"))
            .findFirst()
            .orElseThrow();
    var versions = new TreeMap<String, String>();
    try (var jar = new JarFile(invoker)) {
      for (var entry :
          jar.stream().filter(it -> it.getName().endsWith("pom.properties")).toList()) {
        var properties = new Properties();
        properties.load(jar.getInputStream(entry));
        versions.put(properties.getProperty("groupId"), properties.getProperty("version"));
      }
    }
    return versions;
  }
}
