package dev.eventfold.gcp.service;

import com.google.cloud.functions.CloudEventsFunction;
import dev.eventfold.gcp.Backend;
import io.cloudevents.CloudEvent;

/** The entry point of a service's publisher: the Functions Framework has a type for events. */
public abstract class ServicePublisher implements CloudEventsFunction {

  private final CloudEventsFunction publisher;

  protected ServicePublisher(Service service) {
    this.publisher = service.publisher(Backend.current());
  }

  @Override
  public final void accept(CloudEvent trigger) throws Exception {
    publisher.accept(trigger);
  }
}
