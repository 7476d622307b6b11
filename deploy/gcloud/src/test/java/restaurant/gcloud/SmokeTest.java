package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.eventfold.emulators.Needs;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the script asks before it writes what stays for ever. What is run is another's test. */
class SmokeTest {

  @TempDir private Path folder;

  private HttpServer system;
  private int traces = 404;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        folder.resolve("mvn"), "#!/bin/sh\nfor word in \"$@\"; do echo \"mvn: $word\"; done\n");
    assertTrue(folder.resolve("mvn").toFile().setExecutable(true));
    system = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    system.createContext(
        "/",
        exchange -> {
          boolean isTraces = exchange.getRequestURI().getPath().equals("/local/traces");
          exchange.sendResponseHeaders(isTraces ? traces : 404, -1);
          exchange.close();
        });
    system.start();
  }

  @AfterEach
  void stop() {
    system.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + system.getAddress().getPort();
  }

  private record Ended(int status, String said) {
    /** What Maven was to run; "" where it was not called. */
    String arguments() {
      return said.lines()
          .filter(line -> line.startsWith("mvn: -Drun.args="))
          .map(line -> line.substring("mvn: -Drun.args=".length()))
          .findFirst()
          .orElse("");
    }
  }

  private Ended smoke(String typed, String... options) throws Exception {
    var command = new ArrayList<>(List.of("./smoke", "--url=" + url()));
    command.addAll(List.of(options));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", "", (path, none) -> folder + File.pathSeparator + path);
    var process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(typed.getBytes(StandardCharsets.UTF_8));
    }
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void itSaysWhatStaysAndAsks() throws Exception {
    var ended = smoke("y\n");
    assertEquals(0, ended.status(), ended::said);
    assertTrue(ended.said().contains("which stay for ever"), ended::said);
    assertEquals("--smoke --url=" + url() + " --yes", ended.arguments());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "n\n", "yes please\n"})
  void withoutAYesNothingRuns(String typed) throws Exception {
    var ended = smoke(typed);
    assertEquals(1, ended.status());
    assertTrue(ended.said().endsWith("smoke: nothing sent\n"), ended::said);
    assertEquals("", ended.arguments());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--yes", "--read-only"})
  void whoHasSaidSoIsNotAsked(String option) throws Exception {
    var ended = smoke("", option);
    assertEquals(0, ended.status(), ended::said);
    assertFalse(ended.said().contains("stay for ever"), ended::said);
    assertEquals("--smoke --url=" + url() + " " + option, ended.arguments());
  }

  @Test
  @Needs(Needs.Tool.CURL)
  void atHomeNobodyIsAsked() throws Exception {
    traces = 200;
    var ended = smoke("");
    assertEquals(0, ended.status(), ended::said);
    assertEquals("--smoke --url=" + url(), ended.arguments());
  }
}
