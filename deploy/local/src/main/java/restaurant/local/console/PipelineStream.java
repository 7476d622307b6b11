package restaurant.local.console;

import dev.eventfold.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code GET /local/pipeline}: the {@link Pipeline} as server-sent events. Whoever comes back with
 * {@code Last-Event-ID}, as browsers do, gets what came since.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">their form</a>
 */
final class PipelineStream extends Handler.Abstract.NonBlocking {

  private static final String PATH = "/local/pipeline";

  /** Before the connection counts as idle, and soon enough to see that a reader is gone. */
  private static final int HEARTBEAT_SECONDS = 5;

  private final Pipeline pipeline;

  /** Numbers of an earlier run mean nothing in this one. */
  private final String run = Long.toString(Instant.now().toEpochMilli(), Character.MAX_RADIX);

  PipelineStream(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!Request.getPathInContext(request).equals(PATH)
        || !HttpMethod.GET.is(request.getMethod())) {
      return false;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    long after = after(request.getHeaders().get("Last-Event-ID"));
    Thread.startVirtualThread(() -> stream(after, response, callback));
    return true;
  }

  private long after(String lastEventId) {
    if (lastEventId == null || !lastEventId.matches(run + "-\\d{1,18}")) {
      return 0;
    }
    return Long.parseLong(lastEventId.substring(run.length() + 1));
  }

  private void stream(long after, Response response, Callback callback) {
    var unread = pipeline.join(after);
    try (var out = Content.Sink.asOutputStream(response)) {
      write(out, ": hello\n\n");
      while (pipeline.isServed(unread)) {
        var message = unread.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        write(out, message == null ? ": still here\n\n" : text(message));
      }
      callback.succeeded();
    } catch (IOException e) {
      callback.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
    } finally {
      pipeline.leave(unread);
    }
  }

  private String text(Pipeline.Message message) {
    return "id: %s-%d\nevent: %s\ndata: %s\n\n"
        .formatted(run, message.number(), message.name(), Json.text(message.data()));
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
