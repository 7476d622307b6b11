package restaurant.local.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import restaurant.local.contract.Contract;

/** Bytes as a client sends them that does not keep to the rules. */
record HalfSent(Socket socket) implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  /**
   * @param text of a request, of which more should come or not
   */
  static HalfSent to(URI server, String text) {
    try {
      var socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new HalfSent(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command whose body stops in the middle. */
  static HalfSent command(URI server, String header) {
    return to(
        server,
        """
        POST /orders/commands HTTP/1.1\r
        Host: localhost\r
        %s\r
        Content-Type: application/json\r
        Content-Length: 1000\r
        \r
        {"type":"""
            .formatted(header));
  }

  /** The status of the answer; 0 where none comes in time. */
  int status(Duration patience) {
    try {
      socket.setSoTimeout((int) patience.toMillis());
      var start = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
      return start.length() < 12 ? 0 : Integer.parseInt(start.substring(9));
    } catch (SocketTimeoutException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that is answered, until the connection ends. */
  Contract.Answer answer() {
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      var text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var parts = text.split("\r\n\r\n", 2);
      var headers =
          parts[0]
              .lines()
              .skip(1)
              .map(line -> line.split(": ", 2))
              .collect(
                  Collectors.toMap(it -> it[0].toLowerCase(Locale.ROOT), it -> List.of(it[1])));
      return new Contract.Answer(Integer.parseInt(text.substring(9, 12)), headers, parts[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
