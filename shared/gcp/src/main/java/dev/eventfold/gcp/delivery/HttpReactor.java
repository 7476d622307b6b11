package dev.eventfold.gcp.delivery;

import dev.eventfold.commands.Conflict;
import dev.eventfold.commands.Rejection;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.Answer;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.processes.ProcessManager;
import dev.eventfold.store.EventStores;
import dev.eventfold.store.EventTooLarge;
import io.opentelemetry.api.trace.SpanKind;

/**
 * Takes the events of a service from a Pub/Sub push subscription, and does what follows from them.
 * 204 acknowledges: it is done, or claimed and left to the clock. Every other status makes Pub/Sub
 * deliver the message again, later and later, and in the end dead-letter it.
 */
public final class HttpReactor extends Endpoint {

  private final String service;
  private final String source;
  private final ProcessManager<?, ?> manager;
  private final EventStores stores;

  /**
   * @param service whose process it is
   * @param source whose events come
   * @param stores as which they are read
   */
  public HttpReactor(
      String service, String source, ProcessManager<?, ?> manager, EventStores stores) {
    this.service = service;
    this.source = source;
    this.manager = manager;
    this.stores = stores;
  }

  @Override
  protected Answer answer(Exchange exchange) {
    allow(exchange, "POST");
    var pushed = PushedEvent.of(exchange);
    pushed.mustBeOf(source);
    exchange.log().event(pushed.event(), pushed.attempt());
    return inSpan(
        "%s reactor to %s".formatted(service, source),
        SpanKind.CONSUMER,
        pushed.traceparent(),
        exchange,
        e -> taken(e, stores.opened(pushed.event())));
  }

  private Answer taken(Exchange exchange, RecordedEvent event) {
    try {
      manager.telling(new ToldOfProcess(exchange.log())).on(event);
      return Answer.empty(204);
    } catch (Rejection | Conflict | EventTooLarge refused) {
      // An answer that nobody reads: who looks at a dead letter reads the log.
      exchange.log().processFailed(event.key(), refused);
      throw refused;
    }
  }
}
