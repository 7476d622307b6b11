package dev.eventfold.gcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExchangeTest {

  /** Servers hand on the names of headers as they were sent. */
  @Test
  void aHeaderIsFoundInWhateverCaseItsNameWasSent() {
    var headers = Map.of("x-serverless-authorization", List.of("a"));
    var exchange =
        new Exchange(
            new Asked("GET", URI.create("/"), headers, InputStream.nullInputStream(), 0),
            Duration.ofSeconds(1));
    assertEquals(List.of("a"), exchange.values("X-Serverless-Authorization"));
    assertEquals(Optional.of("a"), exchange.header("X-Serverless-Authorization"));
    assertEquals(Optional.empty(), exchange.header("Authorization"));
  }
}
