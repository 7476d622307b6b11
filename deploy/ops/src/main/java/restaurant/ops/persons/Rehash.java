package restaurant.ops.persons;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.operations.Patience;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.VersionConflict;

/**
 * Claims what streams have claimed by every key that hashes are made with now. Whoever claims or
 * releases something meanwhile does it by each of these keys, and a stream that goes on is looked
 * at again, so that nobody keeps what they have let go of.
 */
final class Rehash {

  private final Topology system;
  private final Backend backend;

  Rehash(Topology system, Backend backend) {
    this.system = system;
    this.backend = backend;
  }

  /**
   * Reads every event of the services that keep something of persons.
   *
   * @return how many values are claimed
   */
  long run() {
    return system.writers().stream()
        .filter(service -> !service.personalData().isEmpty())
        .mapToLong(this::run)
        .sum();
  }

  private long run(Service service) {
    var opening = backend.opening(service.personalData());
    var streams =
        new Streams(service.aggregate().orElseThrow(), opening.eventStore(service.name()));
    new Patience(backend.backoff())
        .readByKey(
            opening.eventLog(service.name()),
            "",
            "",
            slot -> slot.readable().ifPresent(streams::accept),
            none -> {});
    streams.end();
    return streams.claimed;
  }

  /** One after the other, as their events come. */
  private static final class Streams {

    private final Aggregate<?, ?, ?> aggregate;
    private final EventStore store;
    private Aggregate<?, ?, ?>.Claims claims;
    private RecordedEvent last;
    private long claimed;

    Streams(Aggregate<?, ?, ?> aggregate, EventStore store) {
      this.aggregate = aggregate;
      this.store = store;
      this.claims = aggregate.claims();
    }

    void accept(RecordedEvent event) {
      if (last != null && !last.stream().equals(event.stream())) {
        end();
      }
      claims.add(event);
      last = event;
    }

    /** All of a stream was seen. */
    void end() {
      while (last != null && !isClaimed()) {
        goOn();
      }
      last = null;
      claims = aggregate.claims();
    }

    private boolean isClaimed() {
      var held = claims.held();
      try {
        if (!held.isEmpty()) {
          store.claim(last.stream(), last.version(), held);
        }
        claimed += held.size();
        return true;
      } catch (VersionConflict goneOn) {
        return false;
      }
    }

    private void goOn() {
      for (var event : store.readAfter(last.stream(), last.version(), EventStore.AT_ONCE)) {
        claims.add(event);
        last = event;
      }
    }
  }
}
