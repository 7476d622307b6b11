package dev.eventfold.gcp.tracing;

import com.google.auth.oauth2.GoogleCredentials;
import dev.eventfold.gcp.Settings;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes spans and sends them; loaded only where there are spans. They are sent from a thread
 * of their own, and dropped where that can't keep up: no request waits for them. An instance that
 * Google has set to sleep sends them with its next request, or when it is shut down.
 */
final class TracingSdk {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private TracingSdk() {}

  static OpenTelemetry start(URI endpoint, double sampling) {
    var exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(endpoint + "/v1/traces").setTimeout(TIMEOUT);
    if (endpoint.getHost().endsWith(".googleapis.com")) {
      exporter.setHeaders(TracingSdk::authorization);
    }
    var provider =
        SdkTracerProvider.builder()
            .setResource(Resource.create(resource()))
            // Each hop decides by the same id: a trace is kept whole or not at all. What a caller
            // wishes does not count, since it would be on our bill.
            .setSampler(Sampler.traceIdRatioBased(sampling))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter.build()).setScheduleDelay(EVERY).build())
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(provider::close));
    return OpenTelemetrySdk.builder()
        .setTracerProvider(provider)
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
        .build();
  }

  private static Attributes resource() {
    var attributes = Attributes.builder();
    attributes.put("service.name", Settings.get("K_SERVICE").orElse("local"));
    Settings.get("GOOGLE_CLOUD_PROJECT")
        .ifPresent(project -> attributes.put(AttributeKey.stringKey("gcp.project_id"), project));
    return attributes.build();
  }

  private static Map<String, String> authorization() {
    try {
      var headers = new LinkedHashMap<String, String>();
      GoogleCredentials.getApplicationDefault()
          .createScoped(List.of("https://www.googleapis.com/auth/cloud-platform"))
          .getRequestMetadata()
          .forEach((name, values) -> headers.put(name, values.getFirst()));
      return headers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
