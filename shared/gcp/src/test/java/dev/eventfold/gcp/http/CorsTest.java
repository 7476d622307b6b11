package dev.eventfold.gcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.json.Json;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A web page's origin says where a request comes from, and not that whoever sends it may. */
class CorsTest {

  private static final String PAGE = "https://page.example";

  private static final class Function extends Endpoint {
    Function() {
      super(Cors.of(PAGE));
    }

    @Override
    protected Answer answer(Exchange exchange) {
      allow(exchange, "GET");
      return Answer.json(200, Json.TOLERANT.createObjectNode());
    }
  }

  private Function function;

  @BeforeEach
  void known() {
    System.setProperty("caller.token", "gateway");
    function = new Function();
  }

  @AfterEach
  void asBefore() {
    System.clearProperty("caller.token");
  }

  private Answered asked(String method, String token, String... more) {
    var headers = new HashMap<String, List<String>>();
    headers.put("Authorization", List.of("Bearer " + token));
    headers.put("Origin", List.of(PAGE));
    for (int i = 0; i < more.length; i += 2) {
      headers.put(more[i], List.of(more[i + 1]));
    }
    return Answered.by(
        function,
        new Asked(
            method, URI.create("/things"), Map.copyOf(headers), InputStream.nullInputStream(), 0));
  }

  @Test
  void thePreflightOfWhoeverMayCallIsAnswered() {
    var answer = asked("OPTIONS", "gateway", "Access-Control-Request-Method", "GET");
    assertEquals(204, answer.status());
    assertEquals(PAGE, answer.header("Access-Control-Allow-Origin"));
  }

  /** It needs no user's token; it does need the gateway's own. */
  @Test
  void aPreflightPastTheGatewayIsRefused() {
    var answer = asked("OPTIONS", "somebody", "Access-Control-Request-Method", "GET");
    assertEquals(401, answer.status());
    assertEquals("", answer.header("Access-Control-Allow-Methods"));
  }

  @Test
  void anOriginLetsNobodyIn() {
    assertEquals(401, asked("GET", "somebody").status());
    assertEquals(200, asked("GET", "gateway").status());
  }

  @Test
  void whatAsksForNoMethodIsNoPreflight() {
    assertEquals(405, asked("OPTIONS", "gateway").status());
  }
}
