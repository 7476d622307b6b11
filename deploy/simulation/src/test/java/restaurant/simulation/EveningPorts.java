package restaurant.simulation;

import static dev.eventfold.documents.Document.Content.EXPIRES_AT;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
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
import dev.eventfold.store.VersionConflict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stores that outlive every process, as instances see them in bad weather. */
final class EveningPorts {

  private static final int TWICE = 20;

  private final Map<String, InMemoryEventStore> stores = new HashMap<>();
  private final PersonKeys keys = new InMemoryPersonKeys();
  private final QueryStore views = new InMemoryQueryStore();
  private final Deque<RecordedEvent> untold = new ArrayDeque<>();
  private final Set<RecordedEvent> all = new LinkedHashSet<>();
  private final Weather weather;
  private final Till till;

  EveningPorts(Weather weather, Till till) {
    this.weather = weather;
    this.till = till;
  }

  /** What nobody was told of yet. */
  Deque<RecordedEvent> untold() {
    return untold;
  }

  List<RecordedEvent> all() {
    return new ArrayList<>(all);
  }

  QueryStore views() {
    return views;
  }

  private EventStore store(String service) {
    return stores.computeIfAbsent(service, it -> new InMemoryEventStore(weather::now));
  }

  /** Removes what has expired, as a store does in its own time. */
  void expire() {
    views.page("payments-effects", Query.first(1_000)).stream()
        .filter(
            it -> it.content().index().get(EXPIRES_AT) instanceof Instant time && hasPassed(time))
        .forEach(
            it -> views.remove(new QueryStore.Key("payments-effects", it.id()), it.revision()));
  }

  private boolean hasPassed(Instant time) {
    return time.isBefore(weather.now());
  }

  private void happened(RecordedEvent event) {
    if (all.add(event)) {
      untold.add(event);
      if (weather.happens(Weather.Fault.DUPLICATE, TWICE)) {
        untold.add(event);
      }
    }
  }

  /** A new one each time, with a clock of its own. */
  Backend instance() {
    return new Instance(weather.clock());
  }

  private final class Instance implements Backend {

    private final InstantSource clock;

    Instance(InstantSource clock) {
      this.clock = clock;
    }

    @Override
    public EventStore eventStore(String service) {
      return new Events(store(service));
    }

    @Override
    public EventLog eventLog(String service) {
      throw new IllegalStateException("nobody reconciles");
    }

    @Override
    public QueryStore queryStore() {
      return new Documents(views);
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
      return till;
    }

    @Override
    public EventBus eventBus(String service) {
      throw new IllegalStateException("nobody publishes");
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public Parallel parallel() {
      return Parallel.IN_TURN;
    }

    @Override
    public Backoff backoff() {
      return attempt -> {};
    }
  }

  private final class Events extends ForwardingEventStore {

    Events(EventStore store) {
      super(store);
    }

    @Override
    public void append(List<RecordedEvent> events, List<Reservation> reservations) {
      var first = events.getFirst();
      weather.before(new VersionConflict(first.stream(), first.version() - 1));
      super.append(events, reservations);
      events.forEach(EveningPorts.this::happened);
      weather.after();
    }

    @Override
    public List<RecordedEvent> readAfter(String stream, long after, int limit) {
      weather.before(Weather.lost());
      return super.readAfter(stream, after, limit);
    }

    @Override
    public List<RecordedEvent> readLast(String stream, int limit) {
      weather.before(Weather.lost());
      return super.readLast(stream, limit);
    }

    @Override
    public List<RecordedEvent> readCommand(String stream, String commandId) {
      weather.before(Weather.lost());
      return super.readCommand(stream, commandId);
    }
  }

  private final class Documents extends ForwardingQueryStore {

    Documents(QueryStore store) {
      super(store);
    }

    @Override
    public Map<Key, Document> get(Collection<Key> keys) {
      weather.before(Weather.lost());
      return super.get(keys);
    }

    @Override
    public List<Revision> commit(List<Write> writes) {
      weather.before(new ConcurrentWrite("aborted"));
      var revisions = super.commit(writes);
      weather.after();
      return revisions;
    }

    @Override
    public void remove(Key key, Revision revision) {
      weather.before(new ConcurrentWrite("aborted"));
      super.remove(key, revision);
      weather.after();
    }
  }
}
