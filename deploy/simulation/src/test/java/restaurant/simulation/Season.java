package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
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
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryPersonKeys;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.personal.KeyedHash;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.Outside;
import dev.eventfold.simulation.world.Message;
import dev.eventfold.simulation.world.Request;
import dev.eventfold.simulation.world.Response;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.ForwardingEventStore;
import dev.eventfold.store.Reservation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import restaurant.system.Restaurant;

/**
 * The functions of the whole restaurant, in memory, by an {@link Agenda}: deliveries come late,
 * twice, again, or never; reconcilers are called as in the cloud, and timers in each minute in
 * which something has come due.
 */
final class Season implements Backend {

  /** What happened to deliveries, and what clocks did. */
  enum Count {
    EVENTS,
    DELIVERIES,
    TWICE,
    AGAIN,
    LOST,
    TICKS,
    DUE,
    ASKED_AGAIN,
    RECONCILIATIONS,
    REPAIRED
  }

  private static final Duration TICK = Duration.ofMinutes(1);
  private static final Duration RECONCILE = Duration.ofMinutes(5);
  private static final Duration EXPIRE = Duration.ofDays(1);
  private static final Query EVERYTHING = Query.first(100_000);
  private static final int MOST_MILLIS = 2_000;
  private static final int MOST_SECONDS = 300;

  /** Of ten thousand deliveries. */
  private static final int TWICE = 300;

  private static final int AGAIN = 300;
  private static final int LOST = 5;

  private final Map<String, InMemoryEventStore> stores = new HashMap<>();
  private final QueryStore views = new InMemoryQueryStore();
  private final PersonKeys keys = new InMemoryPersonKeys();
  private final Map<String, HttpFunction> http = new HashMap<>();
  private final Map<String, CloudEventsFunction> publishers = new HashMap<>();
  private final Set<Instant> ticks = new HashSet<>();
  private final Map<Count, Integer> counts = new EnumMap<>(Count.class);
  private final Agenda agenda;
  private final Random random;
  private final Outside outside;

  Season(Agenda agenda, Random random, Outside outside) {
    this.agenda = agenda;
    this.random = random;
    this.outside = outside;
    for (var service : Restaurant.SYSTEM.services()) {
      for (var function : service.functions()) {
        if (function.kind() == FunctionKind.PUBLISHER) {
          publishers.put(service.name(), service.publisher(this));
        } else {
          http.put(function.name(), service.http(function.name(), this));
        }
      }
    }
    agenda.every(RECONCILE, () -> all(FunctionKind.RECONCILER).forEach(this::reconcile));
    agenda.every(EXPIRE, this::expire);
  }

  /** In the minute after it is due; the clock's other calls would find nothing to do. */
  private void tickAfter(Object due) {
    if (due instanceof Instant time) {
      var from = time.isBefore(agenda.instant()) ? agenda.instant() : time;
      var minute = from.truncatedTo(ChronoUnit.MINUTES).plus(TICK);
      if (ticks.add(minute)) {
        agenda.in(
            Duration.between(agenda.instant(), minute),
            () -> {
              ticks.remove(minute);
              all(FunctionKind.TIMER).forEach(this::tick);
            });
      }
    }
  }

  private static List<String> all(FunctionKind kind) {
    return Restaurant.SYSTEM.functions().stream()
        .filter(it -> it.kind() == kind)
        .map(FunctionSpec::name)
        .toList();
  }

  Map<Count, Integer> counts() {
    return counts;
  }

  private void count(Count what, int more) {
    counts.merge(what, more, Integer::sum);
  }

  Response call(String function, Request request) {
    var response = new Response();
    try {
      http.get(function).service(request, response);
    } catch (Exception e) {
      throw new IllegalStateException(function, e);
    }
    return response;
  }

  private JsonNode ring(String function) {
    var answer = call(function, new Request("/", Map.of(), "{}".getBytes(StandardCharsets.UTF_8)));
    if (answer.status() != 200) {
      throw new IllegalStateException(function + ": " + answer.body());
    }
    return Json.parse(answer.body());
  }

  private void tick(String timer) {
    var did = ring(timer);
    count(Count.TICKS, 1);
    count(Count.DUE, did.path("due").asInt());
    count(Count.ASKED_AGAIN, did.path("asked").asInt());
  }

  private void reconcile(String reconciler) {
    count(Count.RECONCILIATIONS, 1);
    for (var view : ring(reconciler).path("views")) {
      count(Count.REPAIRED, view.path("repaired").asInt());
    }
  }

  /** As a store does with what has a time to live. */
  private void expire() {
    var collections = new ArrayList<>(Restaurant.SYSTEM.views().keySet());
    for (var service : Restaurant.SYSTEM.services()) {
      service.process().flatMap(it -> it.expiring(service.name())).ifPresent(collections::add);
    }
    for (var collection : collections) {
      for (var it : views.page(collection, EVERYTHING)) {
        if (it.content().index().get(Document.Content.EXPIRES_AT) instanceof Instant time
            && time.isBefore(agenda.instant())) {
          views.remove(new QueryStore.Key(collection, it.id()), it.revision());
        }
      }
    }
  }

  private boolean happens(Count what, int inTenThousand) {
    boolean happens = random.nextInt(10_000) < inTenThousand;
    count(what, happens ? 1 : 0);
    return happens;
  }

  /** Soon, perhaps twice, perhaps never; again until it is taken. */
  private void deliver(Delivery delivery) {
    count(Count.DELIVERIES, 1);
    if (happens(Count.LOST, LOST)) {
      return;
    }
    if (happens(Count.TWICE, TWICE)) {
      agenda.in(Duration.ofMillis(random.nextInt(MOST_MILLIS)), delivery::isTaken);
    }
    tryLater(delivery, Duration.ofMillis(1 + random.nextInt(MOST_MILLIS)));
  }

  private void tryLater(Delivery delivery, Duration time) {
    agenda.in(
        time,
        () -> {
          boolean isTaken = delivery.isTaken();
          // Or it was, and nobody heard of it.
          if (!isTaken || happens(Count.AGAIN, AGAIN)) {
            tryLater(delivery, Duration.ofSeconds(1 + random.nextInt(MOST_SECONDS)));
          }
        });
  }

  private interface Delivery {
    boolean isTaken();
  }

  private void created(RecordedEvent event) {
    count(Count.EVENTS, 1);
    deliver(
        () -> {
          try {
            publishers.get(event.service()).accept(Message.trigger(event, true));
            return true;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void published(String service, RecordedEvent event) {
    var push = Message.push(event);
    Restaurant.SYSTEM
        .subscribers(Restaurant.SYSTEM.service(service))
        .forEach(it -> deliver(() -> isPushed(it.name(), event, push)));
  }

  private boolean isPushed(String function, RecordedEvent event, byte[] push) {
    var answer = call(function, Message.request(event, push, Optional.empty()));
    if (answer.status() != 204 && answer.status() != 503) {
      throw new IllegalStateException(function + ": " + answer.body());
    }
    return answer.status() == 204;
  }

  private InMemoryEventStore store(String service) {
    return stores.computeIfAbsent(service, it -> new InMemoryEventStore(agenda));
  }

  @Override
  public EventStore eventStore(String service) {
    return new ForwardingEventStore(store(service)) {
      @Override
      public void append(List<RecordedEvent> events, List<Reservation> reservations) {
        super.append(events, reservations);
        events.forEach(Season.this::created);
      }
    };
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
  public EventLog eventLog(String service) {
    return store(service);
  }

  @Override
  public QueryStore queryStore() {
    return new ForwardingQueryStore(views) {
      @Override
      public List<Revision> commit(List<Write> writes) {
        for (var write : writes) {
          tickAfter(write.content().index().get(Document.Content.DUE));
          tickAfter(write.content().index().get(Claim.LEASED_UNTIL));
        }
        return super.commit(writes);
      }
    };
  }

  @Override
  public EventBus eventBus(String service) {
    return event -> published(service, event);
  }

  @Override
  public Outside outside() {
    return outside;
  }

  @Override
  public InstantSource clock() {
    return agenda;
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
