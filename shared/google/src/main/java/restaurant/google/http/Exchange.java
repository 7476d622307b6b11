package restaurant.google.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.HttpRequest;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.Malformed;
import restaurant.eventsourcing.Problem;

/** One request, read with care: sizes, encodings and header forms are checked here. */
final class Exchange implements AutoCloseable {

  static final int MAX_BODY_BYTES = 256 * 1024;
  private static final int MAX_PUSH_BYTES = 1024 * 1024;
  private static final int MAX_HEADER_LENGTH = 200;

  private final HttpRequest request;
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
    this.patience = patience;
    this.correlationId = usable("X-Correlation-Id").orElseGet(() -> UUID.randomUUID().toString());
    this.trace = Trace.of(header("traceparent"));
    this.log = new Log(trace, correlationId);
  }

  String method() {
    return request.getMethod();
  }

  String path() {
    return request.getPath();
  }

  /** The parts of the path between slashes. */
  List<String> segments() {
    var path = request.getPath().replaceFirst("^/", "");
    return List.of(path.split("/", -1));
  }

  Optional<String> header(String name) {
    return request.getFirstHeader(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  /** All values of a header. */
  List<String> values(String name) {
    return request.getHeaders().getOrDefault(name, List.of());
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
  Optional<String> token(String name) {
    if (header(name).isPresent() && usable(name).isEmpty()) {
      throw new Malformed(
          name,
          "%s must be 1 to %d printable ASCII characters.".formatted(name, MAX_HEADER_LENGTH));
    }
    return usable(name);
  }

  Map<String, List<String>> parameters() {
    return request.getQueryParameters();
  }

  Optional<String> parameter(String name) {
    var values = request.getQueryParameters().getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new Malformed(name, name + " must be given once.");
    }
    return values.stream().findFirst();
  }

  String correlationId() {
    return correlationId;
  }

  Trace trace() {
    return trace;
  }

  /** From here on, what it does and what it logs is part of a span. */
  void in(Span span) {
    if (span.getSpanContext().isValid()) {
      trace = Trace.of(span.getSpanContext());
      log.trace(trace);
    }
  }

  Log log() {
    return log;
  }

  /**
   * Who asks, as the gateway says.
   *
   * @throws Endpoint.Refused nobody says it
   */
  Caller caller() {
    return Caller.of(header("X-Apigateway-Api-Userinfo"));
  }

  /**
   * The body as JSON.
   *
   * @throws Endpoint.Refused too large (413) or not JSON by content type (415)
   * @throws Malformed not UTF-8, not JSON, or text that is not well-formed Unicode
   */
  JsonNode json() {
    var type = request.getContentType().orElse("").toLowerCase(Locale.ROOT);
    if (!type.matches("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?")) {
      throw new Endpoint.Refused(
          Problem.of(
              415,
              "not-json",
              "Unsupported media type",
              "Content-Type must be application/json, in UTF-8."));
    }
    try {
      var tree = Json.STRICT.readTree(utf8(body(MAX_BODY_BYTES)));
      checkUnicode(tree, "");
      return tree;
    } catch (JsonProcessingException e) {
      throw new Malformed("", "The body must be JSON: " + e.getOriginalMessage());
    }
  }

  /** A push of Pub/Sub: JSON around an event in base64, whatever its content type says. */
  JsonNode push() {
    try {
      return Json.TOLERANT.readTree(utf8(body(MAX_PUSH_BYTES)));
    } catch (JsonProcessingException e) {
      throw new Malformed("", "The body must be JSON: " + e.getOriginalMessage());
    }
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
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Malformed("", "The body must be UTF-8.");
    }
  }

  /** JSON can spell half a character ("\ud800"); no store keeps it. */
  private static void checkUnicode(JsonNode node, String path) {
    if (node.isTextual() && !isWellFormed(node.textValue())) {
      throw new Malformed(path, path + " must be well-formed Unicode.");
    }
    for (var field : node.properties()) {
      if (!isWellFormed(field.getKey())) {
        throw new Malformed(path, "A field name in the body is not well-formed Unicode.");
      }
      checkUnicode(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey());
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      checkUnicode(node.get(i), path + "." + i);
    }
  }

  private static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
