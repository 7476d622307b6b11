package restaurant.gcloud.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.http.Cors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.gcloud.FunctionTable;

/** A deployment refuses at once what functions would refuse when they start. */
class CorsOriginsTest {

  /** Its exit status and what it says. */
  private static List<String> checked(String origins) throws Exception {
    return run(
        Map.of(),
        "bash",
        "-c",
        ". lib/common.sh; . lib/names.sh; CORS_ORIGINS=\"$1\"; check_origins",
        "deploy",
        origins);
  }

  private static List<String> run(Map<String, String> environment, String... command)
      throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return List.of("" + process.waitFor(), said);
  }

  private static List<String> dryRun(String origins) throws Exception {
    return run(Map.of("CORS_ORIGINS", origins), "./deploy", "--dry-run", "--project=demo");
  }

  private static Stream<String> functions(List<String> printed) {
    return printed.getLast().lines().filter(line -> line.startsWith("gcloud functions deploy "));
  }

  @Test
  void functionsBehindTheGatewayGetThem() throws Exception {
    var origins = "https://shop.example,http://localhost:5173";
    var printed = dryRun(origins);
    assertEquals("0", printed.getFirst(), printed::getLast);
    var expected =
        FunctionTable.read().stream()
            .filter(it -> List.of("commands", "queries").contains(it.kind()))
            .map(FunctionTable.Function::name)
            .collect(Collectors.toSet());
    var given =
        functions(printed)
            .filter(line -> line.contains(";CORS_ORIGINS=" + origins))
            .map(line -> line.split(" ")[3])
            .collect(Collectors.toSet());
    assertEquals(expected, given);
    assertTrue(printed.getLast().contains(" --cors-origins=" + origins + " "), printed::getLast);
  }

  @Test
  void withoutTheSettingTheyAreNotNamed() throws Exception {
    assertEquals(0, functions(dryRun("")).filter(line -> line.contains("CORS")).count());
  }

  @Test
  void nothingIsDeployedWithABadOne() throws Exception {
    var refused = dryRun("https://shop.example/menu");
    assertEquals("1", refused.getFirst());
    assertTrue(
        refused.getLast().startsWith("deploy: CORS_ORIGINS must be origins"), refused::getLast);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example",
        "http://localhost:5173",
        "http://localhost:65535",
        "http://127.0.0.1:8080,https://a.b-c.example,http://[::1]:3000"
      })
  void originsAsBrowsersSendThem(String origins) throws Exception {
    assertEquals(true, Cors.of(origins).isOn());
    assertEquals(List.of("0", ""), checked(origins));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "shop.example",
        "https://shop.example/",
        "https://shop.example/menu",
        "https://shop.example?x",
        "https://*.shop.example",
        "https://Shop.example",
        "HTTPS://shop.example",
        "https://shop.example:443",
        "http://shop.example:80",
        "https://shop.example:",
        "https://shop.example:0",
        "https://shop.example:65536",
        "https://shop..example",
        "https://me@shop.example",
        "https://shöp.example",
        "ftp://shop.example",
        "file://",
        " https://shop.example",
        "https://shop.example;A=b",
        "https://shop.example\nhttps://other.example"
      })
  void anythingElseIsRefused(String bad) throws Exception {
    var rule =
        "CORS_ORIGINS must be origins as browsers send them, like https://shop.example or"
            + " http://localhost:5173, separated by commas: \"%s\" is none".formatted(bad);
    for (var origins : List.of(bad, "https://other.example," + bad)) {
      var refused = assertThrows(IllegalArgumentException.class, () -> Cors.of(origins));
      assertEquals(rule + ".", refused.getMessage());
      assertEquals(List.of("1", "deploy: " + rule), checked(origins));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "https://shop.example,", ",https://shop.example"})
  void noneOfThemIsEmpty(String origins) throws Exception {
    assertThrows(IllegalArgumentException.class, () -> Cors.of(origins));
    assertEquals("1", checked(origins).getFirst());
  }
}
