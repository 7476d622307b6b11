package restaurant.local.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connection that sends any bytes at all: clients that know HTTP refuse to send what is wrong.
 */
public final class RawHttp implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final URI server;
  private Socket socket;
  private InputStream in;

  public RawHttp(URI server) {
    this.server = server;
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param hasBody whether an answer to this method can have one
   * @throws IOException there was none, or it is no HTTP
   */
  public Contract.Answer send(byte[] request, boolean hasBody) throws IOException {
    for (int attempt = 1; ; attempt++) {
      boolean isFresh = connect();
      try {
        write(request);
        return answer(hasBody);
      } catch (EOFException e) {
        close();
        // The server had ended the connection after the answer before.
        if (isFresh || attempt > 1) {
          throw e;
        }
      } catch (IOException e) {
        close();
        if (isFresh || attempt > 1) {
          throw e;
        }
      }
    }
  }

  private boolean connect() throws IOException {
    if (socket != null) {
      return false;
    }
    socket = new Socket(InetAddress.getByName("127.0.0.1"), server.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    return true;
  }

  /** Whoever refuses a request need not read all of it: the answer is there all the same. */
  private void write(byte[] request) {
    try {
      socket.getOutputStream().write(request);
    } catch (IOException e) {
      // Said by the answer, or by its absence.
    }
  }

  private Contract.Answer answer(boolean hasBody) throws IOException {
    var head = line();
    while (head.startsWith("HTTP/1.1 1")) {
      headers();
      head = line();
    }
    if (!head.matches("HTTP/1\\.[01] [2-5][0-9]{2}( .*)?")) {
      throw new IOException("no HTTP: " + head);
    }
    int status = Integer.parseInt(head.substring(9, 12));
    var headers = headers();
    var body = hasBody && status != 204 && status != 304 ? body(headers) : new byte[0];
    if (first(headers, "connection").equalsIgnoreCase("close") || head.startsWith("HTTP/1.0")) {
      close();
    }
    return new Contract.Answer(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new EOFException("no answer");
      }
      line.write(read);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private Map<String, List<String>> headers() throws IOException {
    var headers = new TreeMap<String, List<String>>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String first(Map<String, List<String>> headers, String name) {
    return headers.getOrDefault(name, List.of("")).getFirst();
  }

  private byte[] body(Map<String, List<String>> headers) throws IOException {
    if (headers.containsKey("content-length")) {
      return in.readNBytes(Integer.parseInt(first(headers, "content-length")));
    }
    if (!first(headers, "transfer-encoding").equals("chunked")) {
      var all = in.readAllBytes();
      close();
      return all;
    }
    var body = new ByteArrayOutputStream();
    for (int size = chunk(); size > 0; size = chunk()) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().replaceFirst(";.*", "").strip(), 16);
  }

  @Override
  public void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone either way.
      }
      socket = null;
    }
  }
}
