package restaurant.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;

/**
 * A kept-alive HTTP/1.1 connection that sends bytes and reads an answer, and does no more: what a
 * load client uses of a processor, the measured system lacks.
 */
public final class Connection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  private final URI server;
  private Socket socket;
  private InputStream in;
  private byte[] buffer = new byte[16 * 1024];
  private int length;
  private int start;

  public Connection(URI server) {
    this.server = server;
  }

  /** One that is open already. */
  static Connection open(URI server) throws IOException {
    var connection = new Connection(server);
    connection.connect();
    return connection;
  }

  boolean isOpen() {
    return socket != null;
  }

  /**
   * An answer.
   *
   * @param head its status line and headers
   */
  public record Answer(int status, String head, String body) {

    /** The text of the first field of this name in the JSON of the body; "" for none. */
    public String field(String name) {
      var before = "\"" + name + "\":\"";
      int at = body.indexOf(before);
      return at < 0
          ? ""
          : body.substring(at + before.length(), body.indexOf('"', at + before.length()));
    }

    /** The id of the first event in the answer to a command. */
    public String eventId() {
      int events = body.indexOf("\"events\"");
      return events < 0 ? "" : new Answer(status, head, body.substring(events)).field("id");
    }
  }

  /** Sends a whole request and reads its answer. */
  public Answer send(byte[] request) throws IOException {
    boolean isFresh = connect();
    try {
      socket.getOutputStream().write(request);
      return read();
    } catch (IOException e) {
      close();
      // A server may end a connection that was idle.
      if (isFresh) {
        throw e;
      }
      return send(request);
    }
  }

  private boolean connect() throws IOException {
    if (socket != null) {
      return false;
    }
    boolean isSecure = "https".equals(server.getScheme());
    int port = server.getPort() > 0 ? server.getPort() : isSecure ? 443 : 80;
    socket =
        isSecure
            ? SSLSocketFactory.getDefault().createSocket(server.getHost(), port)
            : new Socket(InetAddress.getByName(server.getHost()), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    length = 0;
    start = 0;
    return true;
  }

  private Answer read() throws IOException {
    int end = headEnd();
    var head = new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
    start = end + END.length;
    int status = Integer.parseInt(head, 9, 12, 10);
    var lower = head.toLowerCase(Locale.ROOT);
    var body = status == 204 || status == 304 ? "" : body(lower);
    if (lower.contains("\r\nconnection: close")) {
      close();
    }
    return new Answer(status, head, body);
  }

  private String body(String head) throws IOException {
    int at = head.indexOf("\r\ncontent-length:");
    if (at >= 0) {
      int from = at + 17;
      int to = head.indexOf('\r', from);
      return text(Integer.parseInt(head.substring(from, to < 0 ? head.length() : to).strip()));
    }
    if (!head.contains("\r\ntransfer-encoding: chunked")) {
      return "";
    }
    var body = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      body.append(text(size));
      line();
      if (size == 0) {
        return body.toString();
      }
    }
  }

  private String line() throws IOException {
    for (int at = start; ; at++) {
      while (at >= length) {
        int before = start;
        fill();
        at -= before - start;
      }
      if (buffer[at] == '\n') {
        var line = new String(buffer, start, at - start, StandardCharsets.ISO_8859_1).strip();
        start = at + 1;
        return line;
      }
    }
  }

  private String text(int size) throws IOException {
    while (length - start < size) {
      fill();
    }
    var text = new String(buffer, start, size, StandardCharsets.UTF_8);
    start += size;
    return text;
  }

  private int headEnd() throws IOException {
    for (int at = start; ; at++) {
      while (at + END.length > length) {
        int before = start;
        fill();
        at -= before - start;
      }
      if (Arrays.equals(buffer, at, at + END.length, END, 0, END.length)) {
        return at;
      }
    }
  }

  /** Reads on, with what was used thrown away. */
  private void fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, length - start);
    length -= start;
    start = 0;
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read = in.read(buffer, length, buffer.length - length);
    if (read < 0) {
      throw new EOFException("the server has ended the connection");
    }
    length += read;
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
