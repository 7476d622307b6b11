package restaurant.local.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import restaurant.system.Restaurant;

class DebuggingTest {

  /** By which debugger and program know each other. */
  private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void aDebuggerCanAttachToOneFunction() throws Exception {
    int first = Ports.free();
    var row = Restaurant.SYSTEM.functions().getFirst();
    var debugging = new Debugging(first - 1, List.of("another", row.name()));
    var settings = Map.of("GOOGLE_CLOUD_PROJECT", "demo", "CALLER_TOKEN", "secret");
    try (var function = debugging.launch(row, Ports.free(), settings)) {
      assertEquals(first, debugging.port(row.name()));
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!Ports.isOpen("127.0.0.1:" + first)) {
        assertTrue(function.failure().isEmpty(), () -> function.failure().orElse(""));
        assertTrue(System.nanoTime() < end, "it does not listen");
        TimeUnit.MILLISECONDS.sleep(20);
      }
      try (var debugger = new Socket(InetAddress.getLoopbackAddress(), first)) {
        debugger.getOutputStream().write(HANDSHAKE);
        assertEquals(
            new String(HANDSHAKE, StandardCharsets.US_ASCII),
            new String(
                debugger.getInputStream().readNBytes(HANDSHAKE.length), StandardCharsets.US_ASCII));
      }
    }
    assertFalse(Ports.isOpen("127.0.0.1:" + first));
  }

  @Test
  void aPortThatIsInUseIsSaid() throws Exception {
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var debugging = new Debugging(busy.getLocalPort(), List.of());
      assertEquals(
          "Port %d is in use: choose another with --debug=PORT.".formatted(busy.getLocalPort()),
          assertThrows(StartFailed.class, () -> debugging.again(DebuggingTest.class, List.of()))
              .getMessage());
    }
  }
}
