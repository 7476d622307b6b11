package dev.eventfold.gcp.delivery;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.Answer;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.personal.Erasure;
import dev.eventfold.personal.PersonKeys;
import java.util.Optional;

/**
 * Takes the events of a service from a Pub/Sub push subscription, and deletes the keys of those who
 * are to be forgotten. Reads nothing: neither a key nor what one would open.
 */
public final class HttpEraser extends PushEndpoint {

  private final Erasure erasure;
  private final PersonKeys keys;

  public HttpEraser(Erasure erasure, PersonKeys keys) {
    this.erasure = erasure;
    this.keys = keys;
  }

  @Override
  Optional<String> source() {
    return Optional.of(erasure.service());
  }

  @Override
  String nameOf(String service) {
    return service + " eraser";
  }

  @Override
  Answer taken(Exchange exchange, RecordedEvent event) {
    if (erasure.isAskedForBy(event)) {
      erasure.carryOut(event, keys);
      exchange.log().info("erased " + event.key());
    }
    return Answer.empty(204);
  }
}
