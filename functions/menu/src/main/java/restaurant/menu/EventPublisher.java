package restaurant.menu;

import com.google.cloud.functions.CloudEventsFunction;
import dev.eventfold.gcp.Backend;
import io.cloudevents.CloudEvent;

/** Publishes the events of the menu as they are stored. */
public final class EventPublisher implements CloudEventsFunction {

  private final CloudEventsFunction publisher;

  public EventPublisher() {
    this(Backend.current());
  }

  public EventPublisher(Backend backend) {
    this.publisher = Menu.publisher(backend);
  }

  @Override
  public void accept(CloudEvent trigger) throws Exception {
    publisher.accept(trigger);
  }
}
