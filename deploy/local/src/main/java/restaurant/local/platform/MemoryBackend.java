package restaurant.local.platform;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.outside.HttpOutside;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryPersonKeys;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.personal.KeyedHash;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.processes.Outside;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.ForwardingEventStore;
import dev.eventfold.store.Reservation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Everything in this process: stores that trigger, and a bus that pushes, as Google's would. */
public final class MemoryBackend implements Backend {

  private final Map<String, InMemoryEventStore> stores = new ConcurrentHashMap<>();
  private final QueryStore views = new InMemoryQueryStore();
  private final Outside outside = new HttpOutside();
  private final PersonKeys keys = new InMemoryPersonKeys();
  private final Consumer<RecordedEvent> onCreated;
  private final Consumer<RecordedEvent> onPublished;

  /**
   * @param onCreated gets each event that was appended, as a Firestore trigger would
   * @param onPublished gets each event that was published
   */
  MemoryBackend(Consumer<RecordedEvent> onCreated, Consumer<RecordedEvent> onPublished) {
    this.onCreated = onCreated;
    this.onPublished = onPublished;
  }

  @Override
  public EventStore eventStore(String service) {
    return new Triggering(store(service));
  }

  @Override
  public EventLog eventLog(String service) {
    return store(service);
  }

  private InMemoryEventStore store(String service) {
    return stores.computeIfAbsent(service, s -> new InMemoryEventStore());
  }

  @Override
  public QueryStore queryStore() {
    return views;
  }

  @Override
  public PersonKeys personKeys() {
    return keys;
  }

  @Override
  public KeyedHash keyedHash() {
    return InMemoryPersonKeys.HASH;
  }

  @Override
  public Outside outside() {
    return outside;
  }

  @Override
  public EventBus eventBus(String service) {
    return onPublished::accept;
  }

  private final class Triggering extends ForwardingEventStore {

    Triggering(EventStore store) {
      super(store);
    }

    @Override
    public void append(List<RecordedEvent> events, List<Reservation> reservations) {
      super.append(events, reservations);
      events.forEach(onCreated);
    }
  }
}
