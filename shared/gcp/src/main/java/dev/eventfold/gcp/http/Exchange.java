package dev.eventfold.gcp.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.HttpRequest;
import dev.eventfold.gcp.tracing.Trace;
import dev.eventfold.json.Malformed;
import dev.eventfold.json.ReceivedJson;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One request, read with care: sizes, encodings and header forms are checked here. */
public final class Exchange implements AutoCloseable {

  static final int MAX_BODY_BYTES = 256 * 1024;
  private static final int MAX_PUSH_BYTES = 1024 * 1024;
  private static final int MAX_HEADER_LENGTH = 200;

  private static final Pattern JSON =
      Pattern.compile(
          "application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

  private final HttpRequest request;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final String correlationId;
  private Trace trace;
  private final Log log;
  private final Duration patience;
  private Optional<Bulkhead.Place> place = Optional.empty();
  private boolean isAdmitted;
  private boolean bodyIsRead;
  private boolean bodyIsBroken;

  /**
   * @param patience for how long a body may take to come
   */
  Exchange(HttpRequest request, Duration patience) {
    this.request = request;
    request
        .getHeaders()
        .forEach(
            (name, values) ->
                headers.merge(
                    name, values, (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
    this.patience = patience;
    this.correlationId = usable("X-Correlation-Id").orElseGet(() -> UUID.randomUUID().toString());
    this.trace = Trace.of(header("traceparent"));
    this.log = new Log(trace, correlationId);
  }

  String method() {
    return request.getMethod();
  }

  public String path() {
    return request.getPath();
  }

  /** The parts of the path between slashes. */
  List<String> segments() {
    var path = request.getPath().replaceFirst("^/", "");
    return List.of(path.split("/", -1));
  }

  /** All that came under a name, as HTTP joins it (RFC 9110, section 5.3). */
  public Optional<String> header(String name) {
    return Optional.of(String.join(", ", values(name)).strip()).filter(value -> !value.isEmpty());
  }

  /** All values of a header, in whatever case its name was sent. */
  List<String> values(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /** A header whose value goes into stores and logs: printable ASCII, not too long. */
  private Optional<String> usable(String name) {
    return header(name)
        .filter(
            value ->
                value.length() <= MAX_HEADER_LENGTH
                    && value.chars().allMatch(c -> c > ' ' && c < 127));
  }

  /**
   * The same, for a header that must not be ignored when it is there.
   *
   * @throws Malformed it is not printable ASCII, or too long
   */
  public Optional<String> token(String name) {
    if (header(name).isPresent() && usable(name).isEmpty()) {
      throw new Malformed(
          name,
          "%s must be 1 to %d printable ASCII characters.".formatted(name, MAX_HEADER_LENGTH));
    }
    return usable(name);
  }

  /**
   * @throws Malformed the query is not UTF-8 in percent-encoding
   */
  public Map<String, List<String>> parameters() {
    return QueryString.parse(request.getQuery().orElse(""));
  }

  public Optional<String> parameter(String name) {
    var values = parameters().getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new Malformed(name, name + " must be given once.");
    }
    return values.stream().findFirst();
  }

  public String correlationId() {
    return correlationId;
  }

  public Trace trace() {
    return trace;
  }

  /** From here on, what it does and what it logs is part of a span. */
  void in(Span span) {
    if (span.getSpanContext().isValid()) {
      trace = Trace.of(span.getSpanContext());
      log.trace(trace);
    }
  }

  public Log log() {
    return log;
  }

  /**
   * Who asks, as the gateway says.
   *
   * @throws Endpoint.Refused nobody says it
   */
  public Caller caller() {
    return Caller.of(header("X-Apigateway-Api-Userinfo"));
  }

  /**
   * The body as JSON.
   *
   * @throws Endpoint.Refused too large (413) or not JSON by content type (415)
   * @throws Malformed not UTF-8, not JSON, or text that is not well-formed Unicode
   */
  public JsonNode json() {
    if (!JSON.matcher(request.getContentType().orElse("")).matches()) {
      throw new Endpoint.Refused(
          Problem.of(
              415,
              "not-json",
              "Unsupported media type",
              "Content-Type must be application/json, in UTF-8."));
    }
    return ReceivedJson.parse(utf8(body(MAX_BODY_BYTES)));
  }

  /** A push of Pub/Sub: JSON around an event in base64, whatever its content type says. */
  public JsonNode push() {
    return ReceivedJson.parse(utf8(body(MAX_PUSH_BYTES)));
  }

  private byte[] body(int max) {
    if (request.getContentLength() > max) {
      throw tooLarge();
    }
    try {
      var bytes = Deadline.within(patience, () -> request.getInputStream().readNBytes(max + 1));
      if (bytes.length > max) {
        throw tooLarge();
      }
      bodyIsRead = true;
      return bytes;
    } catch (IOException e) {
      bodyIsBroken = true;
      throw new Endpoint.Refused(
          Problem.of(
              408,
              "timeout",
              "Request timeout",
              "The body must come within %d seconds.".formatted(patience.toSeconds())));
    }
  }

  /**
   * Takes what nobody has read of the body, so that the connection is good for whatever a proxy
   * sends down it next. What is much too large is not worth that; nor is what comes too slowly, or
   * from somebody who was not let in.
   *
   * @return whether all of it has been read; if not, the connection ends with the answer
   */
  boolean drain() {
    if (bodyIsRead || !hasBody()) {
      return true;
    }
    if (bodyIsBroken || !isAdmitted) {
      return false;
    }
    try {
      return Deadline.within(
          patience,
          () -> {
            var rest = request.getInputStream();
            rest.skip(MAX_PUSH_BYTES);
            return rest.read() < 0;
          });
    } catch (IOException e) {
      return false;
    }
  }

  private boolean hasBody() {
    return request.getContentLength() > 0 || header("Transfer-Encoding").isPresent();
  }

  /**
   * From here on its body is waited for.
   *
   * @param held until the request is answered
   */
  void admit(Optional<Bulkhead.Place> held) {
    isAdmitted = true;
    place = held;
  }

  @Override
  public void close() {
    place.ifPresent(Bulkhead.Place::leave);
  }

  private static Endpoint.Refused tooLarge() {
    return new Endpoint.Refused(
        Problem.of(413, "too-large", "Too large", "The body must have at most 256 KiB."));
  }

  private static String utf8(byte[] bytes) {
    try {
      return Utf8.text(bytes);
    } catch (CharacterCodingException e) {
      throw new Malformed("", "The body must be UTF-8.");
    }
  }
}
