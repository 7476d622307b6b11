package dev.eventfold.gcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that come slowly, or never to an end. */
class SlowBodyTest {

  private static final byte[] HALF = "{\"type\":".getBytes(StandardCharsets.UTF_8);

  /** Reads its body, as commands do. */
  private static final class Reader extends Endpoint {
    Reader(Duration patience) {
      super(patience);
    }

    @Override
    protected Answer answer(Exchange exchange) {
      enter(exchange);
      exchange.json();
      return Answer.empty(204);
    }
  }

  /** The first half, and then nothing. */
  private static final class Half extends InputStream {
    private final ByteArrayInputStream half = new ByteArrayInputStream(HALF);
    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch isRead = new CountDownLatch(1);

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = half.readNBytes(bytes, offset, length);
      if (read == 0) {
        isRead.countDown();
        try {
          never.await();
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
      return read;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("bodies are read in arrays");
    }
  }

  @BeforeEach
  void silently() {
    System.setProperty("log.severity", "OFF");
    System.setProperty("concurrency", "8");
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("log.severity");
    System.clearProperty("concurrency");
  }

  private static Asked sent(String caller, InputStream body) {
    return Asked.post(caller, "/x", body, 100);
  }

  @Test
  void aBodyThatDoesNotComeInTimeIsEndedAndTheThreadIsFreeAgain() {
    var answer = Answered.by(new Reader(Duration.ofMillis(20)), sent("ann", new Half()));
    assertEquals(408, answer.status(), answer.body());
    assertEquals("close", answer.header("Connection"));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  /** Or a proxy would send somebody else's request down a connection that is about to end. */
  @Test
  void aConnectionEndsWhereSomethingIsUnreadAndNowhereElse() {
    var reader = new Reader(Duration.ofHours(1));
    var whole = "{}".getBytes(StandardCharsets.UTF_8);
    var read = Asked.post("ann", "/x", new ByteArrayInputStream(whole), whole.length);
    assertEquals("", Answered.by(reader, read).header("Connection"));

    var tooLong = new ByteArrayInputStream(new byte[2 * Exchange.MAX_BODY_BYTES]);
    var drained = Answered.by(reader, Asked.post("ann", "/x", tooLong, tooLong.available()));
    assertEquals(413, drained.status());
    assertEquals("", drained.header("Connection"));

    var nobody = Asked.post("", "/x", new ByteArrayInputStream(whole), whole.length);
    var unread = Answered.by(reader, nobody);
    assertEquals(401, unread.status());
    assertEquals("close", unread.header("Connection"));
    assertEquals("", Answered.by(reader, Asked.get("", "/x")).header("Connection"));
  }

  @Test
  void aBodyThatBreaksOffIsNoErrorOfOurs() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertEquals(408, Answered.by(new Reader(Duration.ofHours(1)), sent("ann", broken)).status());
  }

  @Test
  void oneCallersHalfBodiesTakeHalfOfTheInstance() throws Exception {
    var reader = new Reader(Duration.ofHours(1));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var bodies = new ArrayList<Half>();
      for (int held = 0; held < 4; held++) {
        var body = new Half();
        bodies.add(body);
        threads.submit(() -> Answered.by(reader, sent("ann", body)));
      }
      for (var body : bodies) {
        body.isRead.await();
      }
      List<Callable<Integer>> more = new ArrayList<>();
      for (int sent = 0; sent < 300; sent++) {
        more.add(() -> Answered.by(reader, sent("ann", new Half())).status());
      }
      for (var status : threads.invokeAll(more)) {
        assertEquals(429, status.get());
      }
      var refused = Answered.by(reader, sent("ann", new Half()));
      assertEquals("1", refused.header("Retry-After"));
      assertEquals("close", refused.header("Connection"));
      assertEquals("/problems/too-many-requests", refused.json().path("type").asText());
      var whole = new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8));
      assertEquals(204, Answered.by(reader, sent("bob", whole)).status());
      threads.shutdownNow();
    }
  }
}
