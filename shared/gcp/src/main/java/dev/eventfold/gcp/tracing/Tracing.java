package dev.eventfold.gcp.tracing;

import dev.eventfold.gcp.Settings;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Spans, by OpenTelemetry: one for each call of a function; Google's clients add theirs for each
 * commit, read and publishing. They go where {@code OTEL_EXPORTER_OTLP_ENDPOINT} says, by OTLP over
 * HTTP; without it there are none, and nothing that makes them is loaded. {@code TRACE_SAMPLING} is
 * the part of the traces that is kept, a number from 0 to 1 (default).
 */
public final class Tracing {

  private static final Tracing OFF = new Tracing(Optional.empty());
  private static final Map<List<String>, Tracing> SHARED = new ConcurrentHashMap<>();

  private static final TextMapGetter<String> TRACEPARENT =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
          return List.of("traceparent");
        }

        @Override
        public String get(String traceparent, String key) {
          return key.equals("traceparent") ? traceparent : null;
        }
      };

  private final Optional<OpenTelemetry> telemetry;

  private Tracing(Optional<OpenTelemetry> telemetry) {
    this.telemetry = telemetry;
  }

  /** As the settings say; one for the same settings. */
  public static Tracing current() {
    return Settings.get("OTEL_EXPORTER_OTLP_ENDPOINT")
        .map(
            endpoint ->
                SHARED.computeIfAbsent(
                    List.of(endpoint, Settings.get("TRACE_SAMPLING").orElse("1")),
                    settings -> on(settings.get(0), settings.get(1))))
        .orElse(OFF);
  }

  private static Tracing on(String endpoint, String sampling) {
    return new Tracing(Optional.of(TracingSdk.start(URI.create(endpoint), part(sampling))));
  }

  private static double part(String sampling) {
    if (!sampling.matches("0(\\.[0-9]+)?|1(\\.0+)?")) {
      throw new IllegalArgumentException(
          "TRACE_SAMPLING must be a number from 0 to 1, not \"%s\".".formatted(sampling));
    }
    return Double.parseDouble(sampling);
  }

  /** For the clients that make spans themselves; empty where there are none. */
  public Optional<OpenTelemetry> telemetry() {
    return telemetry;
  }

  /**
   * Does the work in a span of its own.
   *
   * @param parent the {@code traceparent} of what asked for it; a new trace where it is none
   * @param work gets the span; one without a valid context where there are no spans
   */
  public <T> T span(String name, SpanKind kind, String parent, Function<Span, T> work) {
    if (telemetry.isEmpty()) {
      return work.apply(Span.getInvalid());
    }
    var context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, TRACEPARENT);
    var span =
        telemetry
            .get()
            .getTracer("eventfold")
            .spanBuilder(name)
            .setSpanKind(kind)
            .setParent(context)
            .startSpan();
    var scope = span.makeCurrent();
    try {
      return work.apply(span);
    } finally {
      scope.close();
      span.end();
    }
  }
}
