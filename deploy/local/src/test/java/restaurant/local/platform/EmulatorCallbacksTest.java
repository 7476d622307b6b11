package restaurant.local.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.emulators.Ports;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmulatorCallbacksTest {

  /** More than a socket holds, so that whoever does not read it closes with something unread. */
  private static final byte[] LONG = new byte[8 << 20];

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @ValueSource(strings = {"/", "/push/menu-items", "/functions/projects/p/triggers/t"})
  void aStrangerGetsTheRefusal(String path) throws Exception {
    int port = Ports.free();
    try (var callbacks =
        new EmulatorCallbacks(new Deliveries(), (subscription, push) -> {}, function -> {})) {
      callbacks.listen("127.0.0.1", port);
      try (var socket = new Socket("127.0.0.1", port)) {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        var head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n";
        socket
            .getOutputStream()
            .write(head.formatted(path, LONG.length).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(LONG);
        var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        assertEquals("HTTP/1.1 404", answer);
      }
    }
  }
}
