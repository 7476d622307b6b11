package dev.eventfold.gcp.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.trace.SpanKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {

  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @AfterEach
  void asUsual() {
    System.clearProperty("otel.exporter.otlp.endpoint");
    System.clearProperty("trace.sampling");
  }

  @Test
  void withoutAPlaceToSendThemThereAreNoSpans() {
    var tracing = Tracing.current();
    assertTrue(tracing.telemetry().isEmpty());
    boolean valid =
        tracing.span("work", SpanKind.SERVER, PARENT, span -> span.getSpanContext().isValid());
    assertFalse(valid);
  }

  @Test
  void aSpanIsPartOfItsParentsTrace() {
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
    var trace =
        Tracing.current()
            .span("work", SpanKind.SERVER, PARENT, span -> span.getSpanContext().getTraceId());
    assertEquals("0af7651916cd43dd8448eb211c80319c", trace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"often", "-1", "1.5", "NaN", "1e-2"})
  void aPartThatMakesNoSenseIsRefused(String sampling) {
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
    System.setProperty("trace.sampling", sampling);
    var refused = assertThrows(IllegalArgumentException.class, Tracing::current);
    assertEquals(
        "TRACE_SAMPLING must be a number from 0 to 1, not \"%s\".".formatted(sampling),
        refused.getMessage());
  }
}
