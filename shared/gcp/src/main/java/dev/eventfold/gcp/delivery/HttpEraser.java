package dev.eventfold.gcp.delivery;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.Answer;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.personal.Erasure;
import dev.eventfold.personal.PersonKeys;
import io.opentelemetry.api.trace.SpanKind;

/**
 * Takes the events of a service from a Pub/Sub push subscription, and deletes the keys of those who
 * are to be forgotten. Reads nothing: neither a key nor what one would open.
 */
public final class HttpEraser extends Endpoint {

  private final Erasure erasure;
  private final PersonKeys keys;

  public HttpEraser(Erasure erasure, PersonKeys keys) {
    this.erasure = erasure;
    this.keys = keys;
  }

  @Override
  protected Answer answer(Exchange exchange) {
    allow(exchange, "POST");
    var pushed = PushedEvent.of(exchange);
    pushed.mustBeOf(erasure.service());
    exchange.log().event(pushed.event(), pushed.attempt());
    return inSpan(
        erasure.service() + " eraser",
        SpanKind.CONSUMER,
        pushed.traceparent(),
        exchange,
        e -> erased(e, pushed.event()));
  }

  private Answer erased(Exchange exchange, RecordedEvent event) {
    if (erasure.isAskedForBy(event)) {
      erasure.carryOut(event, keys);
      exchange.log().info("erased " + event.key());
    }
    return Answer.empty(204);
  }
}
