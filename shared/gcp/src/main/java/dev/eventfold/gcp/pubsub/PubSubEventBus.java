package dev.eventfold.gcp.pubsub;

import com.google.cloud.pubsub.v1.Publisher;
import com.google.pubsub.v1.PubsubMessage;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.Failures;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.TransientFailure;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes to one topic and waits until Pub/Sub has the message: a function may be frozen next.
 */
public final class PubSubEventBus implements EventBus {

  private final Publisher publisher;

  public PubSubEventBus(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void publish(RecordedEvent event) {
    PubsubMessage message = EventMessage.message(event);
    try {
      publisher.publish(message).get(Clients.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw Failures.of("Pub/Sub", e.getCause());
    } catch (TimeoutException e) {
      throw new TransientFailure("Pub/Sub did not take %s in time".formatted(event.key()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted", e);
    }
  }
}
