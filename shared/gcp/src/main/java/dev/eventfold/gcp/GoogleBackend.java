package dev.eventfold.gcp;

import com.google.cloud.firestore.Firestore;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.gcp.firestore.FirestoreEventLog;
import dev.eventfold.gcp.firestore.FirestoreEventStore;
import dev.eventfold.gcp.firestore.FirestoreHashKeys;
import dev.eventfold.gcp.firestore.FirestorePersonKeys;
import dev.eventfold.gcp.firestore.FirestoreQueryStore;
import dev.eventfold.gcp.keys.KeySettings;
import dev.eventfold.gcp.outside.HttpOutside;
import dev.eventfold.gcp.pubsub.PubSubEventBus;
import dev.eventfold.personal.KeyedHash;
import dev.eventfold.personal.Keyring;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.processes.Outside;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Firestore and Pub/Sub. Clients are made when they are first used, and shared by every function of
 * the process: they are made for many threads and keep one connection.
 */
public final class GoogleBackend implements Backend {

  private static final Map<Clients, GoogleBackend> SHARED = new ConcurrentHashMap<>();

  private static final Supplier<Outside> OUTSIDE = new Lazy<>(HttpOutside::new);

  private final Clients clients;
  private final Supplier<Firestore> events;
  private final Supplier<Firestore> views;
  private final PersonKeys keys;
  private final FirestoreHashKeys hashKeys;
  private final Supplier<KeyedHash> hash;
  private final ConcurrentHashMap<String, EventBus> buses = new ConcurrentHashMap<>();

  public GoogleBackend(Clients clients) {
    this.clients = clients;
    this.events = new Lazy<>(() -> clients.eventStore());
    this.views = new Lazy<>(() -> clients.views());
    var keyStore = new Lazy<>(() -> clients.keys());
    var wrapping = new Lazy<>(KeySettings::wrapping);
    this.keys = new FirestorePersonKeys(keyStore, wrapping);
    this.hashKeys = new FirestoreHashKeys(keyStore, wrapping);
    this.hash = new Lazy<>(hashKeys::read, Keyring.KEPT);
  }

  /** One for the same settings. */
  public static Backend shared() {
    return shared(Clients.fromSettings());
  }

  /** One for the same clients. */
  public static Backend shared(Clients clients) {
    return SHARED.computeIfAbsent(clients, GoogleBackend::new);
  }

  @Override
  public Outside outside() {
    // Made when it is asked first: most functions ask nobody.
    return (effect, key, request) -> OUTSIDE.get().ask(effect, key, request);
  }

  @Override
  public EventStore eventStore(String service) {
    return new FirestoreEventStore(events, service);
  }

  @Override
  public EventLog eventLog(String service) {
    return new FirestoreEventLog(events, service);
  }

  @Override
  public QueryStore queryStore() {
    return new FirestoreQueryStore(views);
  }

  @Override
  public PersonKeys personKeys() {
    return keys;
  }

  @Override
  public KeyedHash keyedHash() {
    return hash.get();
  }

  /** The keys of its hashes, for operators. */
  public FirestoreHashKeys hashKeys() {
    return hashKeys;
  }

  @Override
  public EventBus eventBus(String service) {
    return eventBusOf(service + "-events");
  }

  /** A topic by its name, without that of the environment. */
  public EventBus eventBusOf(String topic) {
    return event ->
        buses
            .computeIfAbsent(topic, t -> new PubSubEventBus(clients.publisher(clients.named(t))))
            .publish(event);
  }
}
