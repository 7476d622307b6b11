package restaurant.ops.persons;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.operations.Patience;
import dev.eventfold.personal.Erasure;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Every erasure there was: its event has begun it, and the end of the key is its end. */
final class Erasures {

  private final Topology system;
  private final Backend backend;

  Erasures(Topology system, Backend backend) {
    this.system = system;
    this.backend = backend;
  }

  /**
   * Reads every event of the services whose persons can be erased, and a key for each who was.
   *
   * @param line gets one for each
   * @return how many are not done
   */
  long each(Consumer<String> line) {
    var pending = new AtomicLong();
    for (var service : system.services()) {
      service.erasure().ifPresent(it -> each(it, line, pending));
    }
    return pending.get();
  }

  private void each(Erasure erasure, Consumer<String> line, AtomicLong pending) {
    new Patience(backend.backoff())
        .readByKey(
            backend.eventLog(erasure.service()),
            "",
            "",
            slot ->
                slot.readable()
                    .filter(erasure::isAskedForBy)
                    .ifPresent(event -> line.accept(line(event, pending))),
            none -> {});
  }

  private String line(RecordedEvent event, AtomicLong pending) {
    boolean isDone = backend.personKeys().find(event.stream()).isEmpty();
    pending.addAndGet(isDone ? 0 : 1);
    return "%s  %-9s %s  %s"
        .formatted(
            event.timestamp(),
            event.service(),
            event.stream(),
            isDone ? "the key is gone" : "the key is still there");
  }
}
