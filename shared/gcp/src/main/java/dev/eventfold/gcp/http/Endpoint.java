package dev.eventfold.gcp.http;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An HTTP function that answers whatever happens: failures become problems here and nowhere else,
 * and every request leaves one line in the log. Safe for many requests at once.
 */
public abstract class Endpoint implements HttpFunction {

  /** A problem that is about HTTP itself. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;
    private final transient Answer answer;

    public Refused(Problem problem) {
      this(problem, Map.of());
    }

    public Refused(Problem problem, Map<String, String> headers) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
      var refusal = Answer.problem(problem);
      for (var header : headers.entrySet()) {
        refusal = refusal.with(header.getKey(), header.getValue());
      }
      this.answer = refusal;
    }

    /** What the caller is told. */
    public Problem problem() {
      return problem;
    }
  }

  /** A body of 256 KiB in this time takes 200 kbit/s. Jetty alone would wait 30 s for each byte. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Tracing tracing = Tracing.current();
  private final Callers callers = Callers.fromSettings();
  private final Bulkhead bulkhead = Bulkhead.ofRequests();
  private final Cors cors;
  private final Duration patience;

  protected Endpoint() {
    this(PATIENCE);
  }

  /**
   * @param cors which web pages may call
   */
  protected Endpoint(Cors cors) {
    this(cors, PATIENCE);
  }

  /**
   * @param patience for how long a body may take to come
   */
  protected Endpoint(Duration patience) {
    this(Cors.NONE, patience);
  }

  private Endpoint(Cors cors, Duration patience) {
    this.cors = cors;
    this.patience = patience;
  }

  /** Answers one request. */
  protected abstract Answer answer(Exchange exchange);

  /** Answers in a span of the caller's trace. */
  protected final Answer inSpan(String name, Exchange exchange, Function<Exchange, Answer> work) {
    var parent = exchange.header("traceparent").orElse("");
    return inSpan(name, SpanKind.SERVER, parent, exchange, work);
  }

  /**
   * Answers in a span.
   *
   * @param parent the {@code traceparent} of what led to this
   */
  protected final Answer inSpan(
      String name,
      SpanKind kind,
      String parent,
      Exchange exchange,
      Function<Exchange, Answer> work) {
    return tracing.span(
        name,
        kind,
        parent,
        span -> {
          exchange.in(span);
          var answer = answered(exchange, work);
          span.setAttribute("http.response.status_code", answer.status());
          if (answer.isFailure()) {
            span.setStatus(StatusCode.ERROR);
          }
          return answer;
        });
  }

  /** What comes of the work, or the problem that it ended with. */
  private static Answer answered(Exchange exchange, Function<Exchange, Answer> work) {
    try {
      return work.apply(exchange);
    } catch (Refused refused) {
      return refused.answer;
    } catch (RuntimeException failure) {
      Span.current().setAttribute("error.type", failure.getClass().getSimpleName());
      var problem = Problem.of(failure);
      if (problem.status() >= 500) {
        exchange.log().failure(failure);
      }
      return Answer.problem(problem);
    }
  }

  @Override
  public final void service(HttpRequest request, HttpResponse response) throws IOException {
    try (var exchange = new Exchange(request, patience)) {
      var answer =
          cors.on(exchange, answered(exchange, this::admitted))
              .with("X-Correlation-Id", exchange.correlationId());
      exchange.log().request(request.getMethod(), request.getPath(), answer);
      (exchange.drain() ? answer : answer.with("Connection", "close")).write(response);
    }
  }

  /**
   * Who asks. From here on until it is answered, the request has one of the places that the
   * instance has for each caller; so nothing that may block comes before.
   *
   * @throws Refused 401: nobody says who it is; 429: no place is left
   */
  protected final Caller enter(Exchange exchange) {
    var caller = exchange.caller();
    exchange.log().asked("caller", caller.id());
    exchange.admit(
        caller.isAnybody()
            ? Optional.empty()
            : Optional.of(bulkhead.enter(caller).orElseThrow(Endpoint::tooMany)));
    return caller;
  }

  private static Refused tooMany() {
    return new Refused(
        Problem.of(
            429,
            "too-many-requests",
            "Too many requests",
            "Too many of your requests are being answered. Wait for them."),
        Map.of("Retry-After", "1"));
  }

  /** Answers those who may call. */
  private Answer admitted(Exchange exchange) {
    var refusal = callers.refusal(exchange::values);
    if (refusal.isPresent()) {
      exchange.log().warning("refused: " + refusal.get().reason());
      var problem = refusal.get().problem();
      throw problem.status() == 401
          ? new Refused(problem, Map.of("WWW-Authenticate", "Bearer"))
          : new Refused(problem);
    }
    return cors.preflight(exchange).orElseGet(() -> answer(exchange));
  }

  /** Refuses other methods than these with 405. */
  protected static void allow(Exchange exchange, String... methods) {
    if (!List.of(methods).contains(exchange.method())) {
      var allowed = String.join(", ", methods);
      throw new Refused(
          Problem.of(
              405,
              "method-not-allowed",
              "Method not allowed",
              "%s is not allowed here; %s is.".formatted(exchange.method(), allowed)),
          Map.of("Allow", allowed));
    }
  }

  protected static Refused noSuchPath(Exchange exchange) {
    return new Refused(
        Problem.of(404, "not-found", "Not found", "There is nothing at " + exchange.path() + "."));
  }
}
