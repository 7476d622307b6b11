package dev.eventfold.gcp.delivery;

import com.google.cloud.functions.CloudEventsFunction;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.firestore.FirestoreTrigger;
import dev.eventfold.gcp.http.Log;
import dev.eventfold.gcp.tracing.Trace;
import dev.eventfold.gcp.tracing.Tracing;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventStore;
import io.cloudevents.CloudEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Optional;

/**
 * Publishes the event of a Firestore trigger. Returns once the bus has it; any failure is thrown,
 * so that Eventarc delivers the trigger again.
 */
public final class EventTriggerPublisher implements CloudEventsFunction {

  private final EventStore store;
  private final EventBus bus;
  private final Tracing tracing = Tracing.current();

  public EventTriggerPublisher(EventStore store, EventBus bus) {
    this.store = store;
    this.bus = bus;
  }

  @Override
  public void accept(CloudEvent trigger) {
    var log = new Log(Trace.of(Optional.empty()), "");
    try {
      var event = FirestoreTrigger.event(trigger, store);
      log.event(event, 1);
      tracing.span(
          event.service() + " publisher",
          SpanKind.CONSUMER,
          event.metadata().traceparent(),
          span -> publish(event, span, log));
      log.info("published " + event.key());
    } catch (RuntimeException e) {
      log.failure(e);
      throw e;
    }
  }

  private Void publish(RecordedEvent event, Span span, Log log) {
    if (span.getSpanContext().isValid()) {
      log.trace(Trace.of(span.getSpanContext()));
    }
    bus.publish(event);
    return null;
  }
}
