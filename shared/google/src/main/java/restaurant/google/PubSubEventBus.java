package restaurant.google;

import com.google.cloud.pubsub.v1.Publisher;
import com.google.pubsub.v1.PubsubMessage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import restaurant.eventsourcing.EventBus;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.eventsourcing.StoreUnavailable;

/**
 * Publishes to one topic and waits until Pub/Sub has the message: a function may be frozen next.
 */
final class PubSubEventBus implements EventBus {

  private final Publisher publisher;

  PubSubEventBus(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void publish(RecordedEvent event) {
    PubsubMessage message = EventMessage.message(event);
    try {
      publisher.publish(message).get(Clients.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new StoreUnavailable("Pub/Sub did not take " + event.key(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted", e);
    }
  }
}
