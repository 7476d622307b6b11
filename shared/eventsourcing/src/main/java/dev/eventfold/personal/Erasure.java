package dev.eventfold.personal;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.operations.Intake;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.TransientFailure;
import java.util.List;

/**
 * Forgetting the person whom a stream is named as, because of an event of that stream: the last of
 * theirs, after which their decider takes nothing more.
 *
 * @param service whose events they are
 * @param type of the event, by its stored name
 */
public record Erasure(String service, String type) {

  public boolean isAskedForBy(RecordedEvent event) {
    return event.service().equals(service) && event.type().equals(type);
  }

  /** Deletes the key. */
  public void carryOut(RecordedEvent event, PersonKeys keys) {
    keys.forget(event.stream());
  }

  /**
   * For a reconciler, which may see keys and not delete them: it publishes again what whoever may
   * has not heard of, or not done, and looks again at each run.
   */
  public Intake intake(PersonKeys keys, EventBus bus) {
    return new Missed(this, keys, bus);
  }

  private record Missed(Erasure erasure, PersonKeys keys, EventBus bus) implements Intake {

    @Override
    public String source() {
      return erasure.service();
    }

    @Override
    public String name() {
      return erasure.service() + "-erasures";
    }

    @Override
    public boolean hasOrder() {
      return false;
    }

    @Override
    public boolean isParallel() {
      return true;
    }

    @Override
    public boolean concerns(RecordedEvent event) {
      return erasure.isAskedForBy(event);
    }

    @Override
    public List<RecordedEvent> missing(List<RecordedEvent> events) {
      return events.stream().filter(it -> keys.find(it.stream()).isPresent()).toList();
    }

    @Override
    public boolean take(RecordedEvent event) {
      if (missing(List.of(event)).isEmpty()) {
        return true;
      }
      bus.publish(event);
      throw new TransientFailure("the key is still there; the event was published again", null);
    }
  }
}
