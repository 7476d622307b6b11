package restaurant.local.console;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Passes requests on, and tells of each command once it is answered. */
final class CommandWatch extends Handler.Wrapper {

  private static final String COMMANDS = "/commands";
  private static final String CORRELATION_ID = "X-Correlation-Id";

  private final Pipeline pipeline;

  CommandWatch(Pipeline pipeline, Handler next) {
    super(next);
    this.pipeline = pipeline;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!HttpMethod.POST.is(request.getMethod())
        || !Request.getPathInContext(request).endsWith(COMMANDS)) {
      return super.handle(request, response, callback);
    }
    var asked = new Overheard(request);
    return super.handle(asked, new Answer(asked, response), callback);
  }

  /** Enough of a body to know what it is about; longer ones are not JSON to us. */
  private static final class Copy {
    private static final int MOST = 256 * 1024;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    synchronized void add(ByteBuffer content) {
      var copy = new byte[Math.min(content.remaining(), MOST - bytes.size())];
      content.slice().get(copy);
      bytes.writeBytes(copy);
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private static final class Overheard extends Request.Wrapper {
    private final long start = System.nanoTime();
    private final Copy body = new Copy();

    Overheard(Request request) {
      super(request);
    }

    @Override
    public Content.Chunk read() {
      var chunk = super.read();
      if (chunk != null && !Content.Chunk.isFailure(chunk)) {
        body.add(chunk.getByteBuffer());
      }
      return chunk;
    }
  }

  private final class Answer extends Response.Wrapper {
    private final Overheard request;
    private final Copy body = new Copy();

    Answer(Overheard request, Response response) {
      super(request, response);
      this.request = request;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      if (content != null) {
        body.add(content);
      }
      if (last) {
        tell();
      }
      super.write(last, content, callback);
    }

    private void tell() {
      var path = Request.getPathInContext(request);
      pipeline.answered(
          AnsweredCommand.of(
              path.substring(1, path.length() - COMMANDS.length()),
              (System.nanoTime() - request.start) / 1_000 / 1e3,
              getStatus(),
              Objects.requireNonNullElse(request.getHttpURI().getQuery(), "")
                  .contains("dryRun=true"),
              Objects.requireNonNullElse(getHeaders().get(CORRELATION_ID), ""),
              request.body.text(),
              body.text()));
    }
  }
}
