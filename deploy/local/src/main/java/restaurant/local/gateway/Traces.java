package restaurant.local.gateway;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The traces of a local run: takes what functions send by OTLP, and shows the last of them as text,
 * {@code /local/traces} a line each and {@code /local/traces/<trace id>} as a tree.
 */
public final class Traces extends Handler.Abstract {

  public static final String PATH = "/local/traces";

  private static final int KEPT = 1_000;

  /** By trace and span, as they came. */
  private final Map<String, Map<ByteString, Span>> traces =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<ByteString, Span>> eldest) {
          return size() > KEPT;
        }
      };

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    var path = Request.getPathInContext(request);
    if (path.equals(PATH + "/v1/traces") && HttpMethod.POST.is(request.getMethod())) {
      try (var body = Content.Source.asInputStream(request)) {
        keep(ExportTraceServiceRequest.parseFrom(body));
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-protobuf");
      response.write(true, ByteBuffer.allocate(0), callback);
      return true;
    }
    if (!HttpMethod.GET.is(request.getMethod()) || !path.startsWith(PATH)) {
      return false;
    }
    var text = path.equals(PATH) ? list() : tree(path.substring(PATH.length() + 1));
    if (text.isEmpty()) {
      return false;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }

  private synchronized void keep(ExportTraceServiceRequest request) {
    for (var resource : request.getResourceSpansList()) {
      for (var scope : resource.getScopeSpansList()) {
        for (var span : scope.getSpansList()) {
          traces
              .computeIfAbsent(hex(span.getTraceId()), id -> new LinkedHashMap<>())
              .put(span.getSpanId(), span);
        }
      }
    }
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  /** When it began, its id, how many spans, how long, and what it began with; the newest last. */
  private synchronized String list() {
    var text =
        new StringBuilder(
            "began                     trace                             spans        ms\n");
    traces.forEach(
        (id, spans) -> {
          var first = spans.values().stream().min(BY_START).orElseThrow();
          text.append(
              "%-25s %s %6d %9.1f  %s%n"
                  .formatted(
                      Instant.ofEpochMilli(first.getStartTimeUnixNano() / 1_000_000),
                      id,
                      spans.size(),
                      (end(spans) - first.getStartTimeUnixNano()) / 1e6,
                      first.getName()));
        });
    return text.toString();
  }

  private static final Comparator<Span> BY_START =
      Comparator.comparingLong(Span::getStartTimeUnixNano);

  private static long end(Map<ByteString, Span> spans) {
    return spans.values().stream().mapToLong(Span::getEndTimeUnixNano).max().orElseThrow();
  }

  /**
   * Each span under the one that led to it: when it began and how long it took, in milliseconds.
   */
  private synchronized String tree(String id) {
    var spans = traces.getOrDefault(id, Map.of());
    var text = new StringBuilder();
    if (!spans.isEmpty()) {
      var all = spans.values().stream().sorted(BY_START).toList();
      long start = all.getFirst().getStartTimeUnixNano();
      all.stream()
          .filter(span -> !spans.containsKey(span.getParentSpanId()))
          .forEach(root -> branch(root, all, start, "", text));
    }
    return text.toString();
  }

  private static void branch(
      Span span, List<Span> all, long start, String indent, StringBuilder text) {
    text.append(
        "%9.1f %9.1f  %s%s%s%n"
            .formatted(
                (span.getStartTimeUnixNano() - start) / 1e6,
                (span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1e6,
                indent,
                span.getName(),
                span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR ? "  (failed)" : ""));
    all.stream()
        .filter(child -> child.getParentSpanId().equals(span.getSpanId()))
        .forEach(child -> branch(child, all, start, indent + "  ", text));
  }
}
