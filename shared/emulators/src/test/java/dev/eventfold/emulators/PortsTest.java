package dev.eventfold.emulators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

  private static final int MANY = 500;

  /**
   * Between the choice of a port and the start of the program that is to listen there, the system
   * gives ports to others. It must not give that one.
   */
  @Test
  void aFreePortIsNoneThatTheSystemGivesToWhoeverAsks() throws Exception {
    var given = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < MANY; i++) {
        given.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      int lowest = given.stream().mapToInt(ServerSocket::getLocalPort).min().orElseThrow();
      for (int i = 0; i < MANY; i++) {
        int port = Ports.free();
        assertEquals(List.of(), port < lowest ? List.of() : List.of(port));
        assertFalse(Ports.isOpen("127.0.0.1:" + port));
      }
    } finally {
      for (var each : given) {
        each.close();
      }
    }
  }
}
