package dev.eventfold.gcp.delivery;

import dev.eventfold.commands.Conflict;
import dev.eventfold.commands.Rejection;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.Answer;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.processes.ProcessManager;
import dev.eventfold.store.EventStores;
import dev.eventfold.store.EventTooLarge;
import java.util.Optional;

/**
 * Takes the events of a service from a Pub/Sub push subscription, and does what follows from them.
 * 204 says that it is done, or claimed and left to the clock.
 */
public final class HttpReactor extends PushEndpoint {

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
  Optional<String> source() {
    return Optional.of(source);
  }

  @Override
  String nameOf(String ofEvent) {
    return "%s reactor to %s".formatted(service, source);
  }

  @Override
  Answer taken(Exchange exchange, RecordedEvent sealed) {
    var event = stores.opened(sealed);
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
