package restaurant.ops.persons;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.operations.Patience;
import dev.eventfold.personal.Erasure;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import restaurant.ops.Found;

/** Every erasure there was: its event has begun it, and the end of the key is its end. */
final class Erasures {

  private final Topology system;
  private final Backend backend;

  Erasures(Topology system, Backend backend) {
    this.system = system;
    this.backend = backend;
  }

  /** Who was to be forgotten. */
  private record Erased(String time, String service, String aggregateId, boolean keyIsGone)
      implements Found {

    @Override
    public String kind() {
      return "erasure";
    }

    @Override
    public String text() {
      return "%s  %-9s %s  %s"
          .formatted(
              time, service, aggregateId, keyIsGone ? "the key is gone" : "the key is still there");
    }
  }

  /**
   * Reads every event of the services whose persons can be erased, and a key for each who was.
   *
   * @param each is told of each
   * @return how many are not done
   */
  long each(Consumer<Found> each) {
    var pending = new AtomicLong();
    for (var service : system.services()) {
      service.erasure().ifPresent(it -> each(it, each, pending));
    }
    return pending.get();
  }

  private void each(Erasure erasure, Consumer<Found> each, AtomicLong pending) {
    new Patience(backend.backoff())
        .readByKey(
            backend.eventLog(erasure.service()),
            "",
            "",
            slot ->
                slot.readable()
                    .filter(erasure::isAskedForBy)
                    .ifPresent(event -> each.accept(found(event, pending))),
            none -> {});
  }

  private Found found(RecordedEvent event, AtomicLong pending) {
    boolean isDone = backend.personKeys().find(event.stream()).isEmpty();
    pending.addAndGet(isDone ? 0 : 1);
    return new Erased(event.timestamp().toString(), event.service(), event.stream(), isDone);
  }
}
