package restaurant.ops;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryPersonKeys;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.personal.KeyedHash;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stores in this process, where nobody waits and everything happens in turn. */
public class Memory implements Backend {

  public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  public final InMemoryQueryStore views = new InMemoryQueryStore();
  private final Map<String, InMemoryEventStore> events = new HashMap<>();
  private final PersonKeys keys = new InMemoryPersonKeys();
  private KeyedHash hash = InMemoryPersonKeys.HASH;
  private Instant now = NOON;

  /** A guest with so many addresses, one event a second after the other. */
  public void signedUp(String id, int addresses) {
    keys.make(id);
    append(
        "customers", id, 1, "customerSignedUp", "{\"name\":\"Ada\",\"email\":\"a@example.org\"}");
    for (int i = 1; i <= addresses; i++) {
      var address =
          "{\"nickname\":\"home%d\",\"street\":\"1 Main St\",\"city\":\"X\",\"postalCode\":\"1\"}"
              .formatted(i);
      append("customers", id, i + 1, "addressAdded", address);
    }
  }

  /** A guest who wants to be forgotten. */
  public void erased(String id, long version) {
    append("customers", id, version, "customerErased", "{}");
  }

  /** A dish. */
  public void added(String id) {
    append(
        "menu",
        id,
        1,
        "menuItemAdded",
        "{\"description\":\"Soup\",\"price\":{\"amount\":\"6.00\",\"currency\":\"USD\"}}");
  }

  /** The payment of an order, which is to be charged. */
  public RecordedEvent paymentRequested(String order) {
    append(
        "payments",
        order,
        1,
        "paymentRequested",
        "{\"customerId\":\"ada\",\"amount\":{\"amount\":\"6.00\",\"currency\":\"USD\"}}");
    return event("payments", order, 1);
  }

  /** An order that nobody places. */
  public RecordedEvent orderOpened(String order) {
    append("orders", order, 1, "orderOpened", "{\"customerId\":\"ada\"}");
    return event("orders", order, 1);
  }

  public RecordedEvent event(String service, String stream, long version) {
    return store(service).readRange(stream, version, version).getFirst();
  }

  public List<String> types(String service, String stream) {
    return store(service).readAfter(stream, 0, 100).stream().map(RecordedEvent::type).toList();
  }

  /** Everything is hashed by these from now on. */
  public void hashedBy(KeyedHash those) {
    hash = those;
  }

  /** Time goes by. */
  public void later(Duration time) {
    now = now.plus(time);
  }

  /** Something that is no event, as if somebody had written it past every store. */
  public void corrupt(String service, String key) {
    store(service).corrupt(service, key);
  }

  private void append(String service, String stream, long version, String type, String payload) {
    now = now.plusSeconds(1);
    var command = Ids.command(service, stream, "" + version);
    var event =
        new RecordedEvent(
            Ids.event(command, 0),
            service,
            stream,
            version,
            type,
            1,
            now,
            Json.parse(payload),
            new Metadata(command, "", "journey", command, "", "guest"));
    store(service).append(List.of(event), List.of());
  }

  private InMemoryEventStore store(String service) {
    return events.computeIfAbsent(service, it -> new InMemoryEventStore(clock()));
  }

  @Override
  public PersonKeys personKeys() {
    return keys;
  }

  @Override
  public KeyedHash keyedHash() {
    return hash;
  }

  @Override
  public EventStore eventStore(String service) {
    return store(service);
  }

  @Override
  public EventLog eventLog(String service) {
    return store(service);
  }

  @Override
  public QueryStore queryStore() {
    return views;
  }

  @Override
  public EventBus eventBus(String service) {
    throw new IllegalStateException("nobody listens");
  }

  @Override
  public InstantSource clock() {
    return () -> now;
  }

  @Override
  public Backoff backoff() {
    return attempt -> {};
  }

  @Override
  public Parallel parallel() {
    return Parallel.IN_TURN;
  }
}
