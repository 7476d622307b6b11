package restaurant.local.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.delivery.HttpProjector;
import dev.eventfold.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import restaurant.local.Stub;
import restaurant.menu.Menu;

/** The lag in the log, which the dashboard and an alert are made of. */
class LagTest {

  @BeforeEach
  void openToAll() {
    System.setProperty("eventfold.auth", "off");
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("eventfold.auth");
  }

  @Test
  void aProjectorLogsHowLongAfterItsEventTheViewShowsIt() throws Exception {
    var backend = new MemoryBackend(event -> {}, event -> {});
    var projector = new HttpProjector(Menu.SERVICE.feeds().getFirst(), backend);

    var line =
        log(() -> projector.service(request(push(Instant.now().minusSeconds(7))), response()));

    assertEquals("INFO", Json.parse(line).path("severity").asText());
    long lag = Json.parse(line).path("lagMillis").asLong();
    assertTrue(lag >= 7_000 && lag < 60_000, line);
  }

  private interface Action {
    void run() throws Exception;
  }

  private static String log(Action action) throws Exception {
    var out = System.out;
    var log = new ByteArrayOutputStream();
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(out);
    }
    return log.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
  }

  private static byte[] push(Instant time) {
    var push = Json.TOLERANT.createObjectNode();
    var message = push.putObject("message");
    var payload =
        "{\"description\":\"Pizza\",\"price\":{\"amount\":\"10.00\",\"currency\":\"EUR\"}}";
    message.put(
        "data", Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8)));
    message
        .putObject("attributes")
        .put("ce-id", "event-1")
        .put("ce-type", "menuItemAdded")
        .put("ce-source", "/menu")
        .put("ce-subject", "item-1")
        .put("ce-time", time.toString())
        .put("ce-sequence", "1")
        .put("ce-schemaversion", "1");
    return Json.text(push).getBytes(StandardCharsets.UTF_8);
  }

  private static HttpRequest request(byte[] body) {
    return Stub.of(
        HttpRequest.class,
        Map.of(
            "getMethod",
            "POST",
            "getPath",
            "/",
            "getHeaders",
            Map.of(),
            "getQuery",
            Optional.empty(),
            "getContentLength",
            (long) body.length,
            "getInputStream",
            new ByteArrayInputStream(body)));
  }

  private static HttpResponse response() {
    return Stub.of(HttpResponse.class, Map.of("getOutputStream", new ByteArrayOutputStream()));
  }
}
