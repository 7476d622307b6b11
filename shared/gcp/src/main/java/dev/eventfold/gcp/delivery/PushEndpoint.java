package dev.eventfold.gcp.delivery;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.Answer;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.gcp.http.Exchange;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Optional;

/**
 * Takes the messages of a Pub/Sub push subscription. 204 acknowledges; every other status makes
 * Pub/Sub deliver the message again, later and later, and in the end dead-letter it.
 */
abstract class PushEndpoint extends Endpoint {

  /** The service whose events it takes; empty where it takes those of everybody. */
  abstract Optional<String> source();

  /** What traces call what it does with events of a service. */
  abstract String nameOf(String service);

  abstract Answer taken(Exchange exchange, RecordedEvent event);

  /** In a span of the event's trace: Pub/Sub, which calls, knows nothing of it. */
  @Override
  protected final Answer answer(Exchange exchange) {
    allow(exchange, "POST");
    var pushed = PushedEvent.of(exchange);
    var event = pushed.event();
    source().ifPresent(pushed::mustBeOf);
    exchange.log().event(event, pushed.attempt());
    return inSpan(
        nameOf(event.service()),
        SpanKind.CONSUMER,
        pushed.traceparent(),
        exchange,
        e -> taken(e, event));
  }
}
