package dev.eventfold.gcp.outside;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A provider that answers byte for byte what it is told to, and keeps what it was asked. */
final class MeanProvider implements AutoCloseable {

  /** A request as it came. */
  record Question(String line, Map<String, String> headers, String body) {}

  /** What it does with the connection once it has read a request; it closes it when this throws. */
  interface Manner {
    void answer(Socket connection) throws IOException;
  }

  private final ServerSocket door;
  private final Manner manner;
  private final List<Question> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch hungUp = new CountDownLatch(1);

  MeanProvider(Manner manner) {
    this(0, manner);
  }

  /**
   * @param port where nobody else listens; 0 for any
   */
  MeanProvider(int port, Manner manner) {
    this.manner = manner;
    try {
      door = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::listen);
  }

  /** Answers with a status and a body, and keeps the connection. */
  static Manner says(int status, String body, String... headers) {
    var text = new StringBuilder("HTTP/1.1 %d Said\r\n".formatted(status));
    for (var header : headers) {
      text.append(header).append("\r\n");
    }
    if (status != 204) {
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      text.append("Content-Length: ").append(length).append("\r\n");
    }
    return sends(text + "\r\n" + body);
  }

  /** Sends just this, and keeps the connection. */
  static Manner sends(String text) {
    return connection -> send(connection, text);
  }

  /** Sends just this, and hangs up. */
  static Manner breaksOff(String text) {
    return connection -> {
      send(connection, text);
      connection.close();
    };
  }

  /** Sends the first, and then the rest again and again, until the other side hangs up. */
  static Manner neverEnds(String first, String rest) {
    return connection -> {
      send(connection, first);
      while (true) {
        send(connection, rest);
      }
    };
  }

  private static void send(Socket connection, String text) throws IOException {
    var out = connection.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void listen() {
    while (!door.isClosed()) {
      try {
        var connection = door.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = connection.getInputStream();
      for (var line = line(in); !line.isEmpty(); line = line(in)) {
        asked.add(question(line, in));
        manner.answer(connection);
      }
    } catch (IOException gone) {
      // As when it hangs up.
    }
    hungUp.countDown();
  }

  private static Question question(String first, InputStream in) throws IOException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Question(first, headers, body);
  }

  /** Empty at the end as well. */
  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  int port() {
    return door.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:%d/receipts".formatted(port());
  }

  List<Question> asked() {
    return asked;
  }

  /** Returns when the first connection is over. */
  void awaitTheEndOfTheFirstConnection() throws InterruptedException {
    hungUp.await();
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
