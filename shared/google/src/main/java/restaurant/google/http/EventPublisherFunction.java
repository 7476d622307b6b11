package restaurant.google.http;

import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import java.util.Optional;
import restaurant.eventsourcing.EventBus;
import restaurant.eventsourcing.EventStore;
import restaurant.google.FirestoreTrigger;

/**
 * Publishes the event of a Firestore trigger. Returns once the bus has it; any failure is thrown,
 * so that Eventarc delivers the trigger again.
 */
public final class EventPublisherFunction implements CloudEventsFunction {

  private final EventStore store;
  private final EventBus bus;

  public EventPublisherFunction(EventStore store, EventBus bus) {
    this.store = store;
    this.bus = bus;
  }

  @Override
  public void accept(CloudEvent trigger) {
    var log = new Log(Trace.of(Optional.empty()), "");
    try {
      var event = FirestoreTrigger.event(trigger, store);
      log.event(event, 1);
      bus.publish(event);
      log.info("published " + event.key());
    } catch (RuntimeException e) {
      log.failure(e);
      throw e;
    }
  }
}
