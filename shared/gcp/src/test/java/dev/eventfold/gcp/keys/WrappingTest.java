package dev.eventfold.gcp.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.eventfold.json.Json;
import dev.eventfold.store.TransientFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are wrapped at home, and by something that speaks as Cloud KMS does. */
class WrappingTest {

  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes();

  private HttpServer kms;
  private volatile int status = 200;
  private volatile String asked = "";

  @BeforeEach
  void start() throws IOException {
    kms = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    kms.createContext(
        "/",
        exchange -> {
          var body = Json.parse(new String(exchange.getRequestBody().readAllBytes()));
          asked =
              exchange.getRequestURI()
                  + " "
                  + body
                  + exchange.getRequestHeaders().get("Authorization");
          // Not a cipher: what comes back must be what was sent.
          var from = body.has("plaintext") ? "plaintext" : "ciphertext";
          var to = body.has("plaintext") ? "ciphertext" : "plaintext";
          var answer = "{\"%s\":\"%s\"}".formatted(to, flipped(body.path(from).asText()));
          exchange.sendResponseHeaders(status, 0);
          exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    kms.start();
  }

  private static String flipped(String base64) {
    var bytes = Base64.getDecoder().decode(base64);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 0x55;
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  @AfterEach
  void stop() {
    kms.stop(0);
  }

  private KmsWrapping wrapping() {
    return new KmsWrapping(
        "http://127.0.0.1:%d/v1/projects/p/key".formatted(kms.getAddress().getPort()), () -> "tok");
  }

  @Test
  void cloudKmsWrapsAndUnwraps() {
    var wrapped = wrapping().wrap("ann.1", SECRET);
    assertFalse(Arrays.equals(SECRET, wrapped));
    var id = Base64.getEncoder().encodeToString("ann.1".getBytes());
    assertEquals(
        "/v1/projects/p/key:encrypt {\"plaintext\":\"%s\",\"additionalAuthenticatedData\":\"%s\"}[Bearer tok]"
            .formatted(Base64.getEncoder().encodeToString(SECRET), id),
        asked);
    assertArrayEquals(SECRET, wrapping().unwrap("ann.1", wrapped));
  }

  @Test
  void whatPassesIsNotWhatIsWrong() {
    status = 503;
    assertThrows(TransientFailure.class, () -> wrapping().wrap("ann.1", SECRET));
    status = 403;
    assertThrows(IllegalStateException.class, () -> wrapping().wrap("ann.1", SECRET));
  }

  @Test
  void atHomeAKeyOfThisMachineDoes() {
    var wrapping = new LocalWrapping(new byte[32]);
    var wrapped = wrapping.wrap("ann.1", SECRET);
    assertArrayEquals(SECRET, wrapping.unwrap("ann.1", wrapped));
    assertThrows(IllegalStateException.class, () -> wrapping.unwrap("bob.1", wrapped));
  }

  @ParameterizedTest
  @ValueSource(strings = {"project/p/key", "AAAA", "not base64!"})
  void whatIsNoKeyIsRefusedAndNotRepeated(String key) {
    System.setProperty("key.encryption.key", key);
    try {
      var refused = assertThrows(IllegalArgumentException.class, KeySettings::wrapping);
      assertTrue(refused.getMessage().startsWith("KEY_ENCRYPTION_KEY must "), refused::getMessage);
      assertFalse(refused.getMessage().contains(key), refused::getMessage);
    } finally {
      System.clearProperty("key.encryption.key");
    }
  }
}
