package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandRequest;
import dev.eventfold.commands.Conflict;
import dev.eventfold.commands.Rejection;
import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.processes.Outside;
import dev.eventfold.processes.ProcessManager;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.ForwardingEventStore;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.TransientFailure;
import dev.eventfold.store.VersionConflict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import restaurant.kernel.Money;
import restaurant.orders.EnrichedOrderCommand;
import restaurant.orders.EnrichedOrderCommand.AddItemToOrder;
import restaurant.orders.EnrichedOrderCommand.OpenOrder;
import restaurant.orders.EnrichedOrderCommand.PlaceOrder;
import restaurant.orders.KnownMenuItem;
import restaurant.orders.Orders;
import restaurant.payments.Payments;

/**
 * One order and its payment, in memory: the real processes, and a world in which whoever is at work
 * can be stopped before any call, while somebody else does all of theirs. Time goes by as it is
 * told to.
 */
final class Evening {

  static final Duration TIME_TO_PLACE = Duration.ofMinutes(30);
  static final Duration TIME_TO_PAY = Duration.ofMinutes(15);

  private static final Topology SYSTEM = Topology.of(Orders.SERVICE, Payments.SERVICE);
  private static final Query EVERYTHING = Query.first(1_000);

  /** A process ends. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;

    Crash() {
      super(null, null, false, false);
    }
  }

  private final Random random;
  private final Map<String, InMemoryEventStore> stores = new HashMap<>();
  private final QueryStore views = new InMemoryQueryStore();
  private final Deque<RecordedEvent> untold = new ArrayDeque<>();
  private final List<RecordedEvent> all = new ArrayList<>();
  private final Map<String, Optional<JsonNode>> book = new HashMap<>();
  private final Map<String, Integer> receipts = new HashMap<>();
  private final Deque<Runnable> meanwhile = new ArrayDeque<>();
  private final String order;

  /** Of a hundred calls, how many fail one way or another. */
  private int faults;

  Instant now;

  /**
   * @param seed makes one evening different from another
   */
  Evening(long seed, Instant start) {
    this.random = new Random(seed);
    this.now = start;
    this.order = Ids.aggregate(Ids.command("orders", "guest", "" + seed));
  }

  String order() {
    return order;
  }

  /** The order as it was decided. */
  List<RecordedEvent> events(String service) {
    return all.stream().filter(event -> event.service().equals(service)).toList();
  }

  /** How often something was done for the order, by the bank's own book. */
  long done(String effect) {
    return book.entrySet().stream()
        .filter(it -> it.getKey().startsWith(effect + " ") && it.getValue().isPresent())
        .count();
  }

  /** How often a receipt was sent. */
  int receipts() {
    return receipts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many claims say that nobody knows. */
  long doubts() {
    return views.page("payments-effects", EVERYTHING).stream()
        .filter(it -> it.body().orElseThrow().path("state").asText().equals("UNKNOWN"))
        .count();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  void faults(int percent) {
    faults = percent;
  }

  private EventStore store(String service) {
    return stores.computeIfAbsent(service, it -> new InMemoryEventStore(() -> now));
  }

  /** Of a new instance each time. */
  private Backend backend() {
    return new Ports();
  }

  /** What an instance sees of the world. */
  private final class Ports implements Backend {

    @Override
    public EventStore eventStore(String service) {
      return new ForwardingEventStore(store(service)) {
        @Override
        public void append(List<RecordedEvent> events, List<Reservation> reservations) {
          var first = events.getFirst();
          before(new VersionConflict(first.stream(), first.version() - 1));
          super.append(events, reservations);
          events.stream().filter(it -> !all.contains(it)).forEach(Evening.this::happened);
          after();
        }

        @Override
        public List<RecordedEvent> readAfter(String stream, long after, int limit) {
          before(lost());
          return super.readAfter(stream, after, limit);
        }

        @Override
        public List<RecordedEvent> readLast(String stream, int limit) {
          before(lost());
          return super.readLast(stream, limit);
        }

        @Override
        public List<RecordedEvent> readCommand(String stream, String commandId) {
          before(lost());
          return super.readCommand(stream, commandId);
        }
      };
    }

    @Override
    public EventLog eventLog(String service) {
      throw new IllegalStateException("nobody reconciles");
    }

    @Override
    public QueryStore queryStore() {
      return new ForwardingQueryStore(views) {
        @Override
        public Map<Key, Document> get(Collection<Key> keys) {
          before(lost());
          return super.get(keys);
        }

        @Override
        public List<Revision> commit(List<Write> writes) {
          before(new ConcurrentWrite("aborted"));
          var revisions = super.commit(writes);
          after();
          return revisions;
        }

        @Override
        public void remove(Key key, Revision revision) {
          before(new ConcurrentWrite("aborted"));
          super.remove(key, revision);
          after();
        }
      };
    }

    @Override
    public Outside outside() {
      return (effect, key, request) -> {
        before(new Outside.NotAsked("nobody there", null));
        var answer = asked(effect, key);
        now = now.plusMillis(below(3));
        if (happens(3 * faults)) {
          throw new Outside.Unanswered("lost", null);
        }
        return answer.orElseThrow(() -> new Outside.Refused("Card declined."));
      };
    }

    @Override
    public EventBus eventBus(String service) {
      return untold::add;
    }

    @Override
    public InstantSource clock() {
      return () -> now;
    }

    @Override
    public Backoff backoff() {
      return attempt -> {};
    }
  }

  private Optional<JsonNode> asked(String effect, String key) {
    if (effect.equals("receipt")) {
      receipts.merge(key, 1, Integer::sum);
    }
    return book.computeIfAbsent(
        effect + " " + key,
        it ->
            effect.equals("charge") && below(8) == 0
                ? Optional.empty()
                : Optional.of(Json.TOLERANT.createObjectNode().put("did", effect)));
  }

  private static TransientFailure lost() {
    return new TransientFailure("lost", null);
  }

  private boolean happens(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Somebody else may do all of theirs before this call, and the call may fail. */
  private void before(RuntimeException fails) {
    if (!meanwhile.isEmpty() && happens(20)) {
      meanwhile.remove().run();
    }
    if (happens(faults)) {
      throw random.nextBoolean() ? fails : new Crash();
    }
  }

  private void after() {
    if (!meanwhile.isEmpty() && happens(20)) {
      meanwhile.remove().run();
    }
    if (happens(faults)) {
      throw random.nextBoolean() ? lost() : new Crash();
    }
  }

  private void happened(RecordedEvent event) {
    all.add(event);
    untold.add(event);
    if (happens(20)) {
      untold.add(event);
    }
  }

  /** Both at work at once: the others before some call of the first, or after all of them. */
  void race(Runnable first, Runnable... others) {
    meanwhile.addAll(List.of(others));
    first.run();
    while (!meanwhile.isEmpty()) {
      meanwhile.remove().run();
    }
  }

  private static void tried(Runnable work) {
    try {
      work.run();
    } catch (Crash
        | TransientFailure
        | Rejection
        | Conflict
        | QueryStore.ConcurrentWrite
        | VersionConflict nobodyHears) {
      // Whoever waits asks again.
    }
  }

  void open() {
    command("open", new OpenOrder("guest", true), true);
    var pizza = new KnownMenuItem("Pizza", Money.of(BigDecimal.TEN), true);
    command("add", new AddItemToOrder("pizza", 1, Optional.of(pizza)), false);
  }

  void place() {
    command("place", new PlaceOrder(), false);
  }

  @SuppressWarnings("unchecked")
  private void command(String key, EnrichedOrderCommand command, boolean creates) {
    var aggregate =
        (Aggregate<EnrichedOrderCommand, ?, ?>)
            (Aggregate<?, ?, ?>) Orders.SERVICE.aggregate().orElseThrow();
    var id = Ids.command("orders", "guest", key, order);
    var metadata = new Metadata(id, "", "evening", id, "", "guest");
    tried(
        () ->
            CommandHandler.of("orders", aggregate, backend().eventStore("orders"))
                .clock(() -> now)
                .retries(RetryPolicy.RACES.with(attempt -> {}))
                .handle(
                    new CommandRequest<>(
                        order, creates, OptionalLong.empty(), false, command, metadata)));
  }

  private ProcessManager<?, ?> manager(Service service) {
    return service.manager(backend()).orElseThrow();
  }

  void tick(Service service) {
    tried(() -> manager(service).tick(now.plusSeconds(20)));
  }

  /** Tells everybody of everything, in any order; who does not take it is told again later. */
  void tell() {
    var due = new ArrayList<>(untold);
    untold.clear();
    Collections.shuffle(due, random);
    due.forEach(
        event -> {
          for (var service : SYSTEM.services()) {
            taken(event, () -> manager(service).on(event));
            service
                .process()
                .orElseThrow()
                .pending(service.name())
                .ifPresent(feed -> set(feed, event));
          }
        });
  }

  private void set(Feed<?, ?> feed, RecordedEvent event) {
    if (feed.source().equals(event.service())) {
      var ports = backend();
      taken(
          event,
          () ->
              feed.projector(
                      ports.eventStore(feed.source()), ports.queryStore(), attempt -> {}, () -> now)
                  .on(event));
    }
  }

  private void taken(RecordedEvent event, Runnable take) {
    try {
      take.run();
    } catch (Crash | TransientFailure | QueryStore.ConcurrentWrite | Conflict notTaken) {
      untold.add(event);
    }
  }

  boolean isQuiet() {
    return untold.isEmpty();
  }

  List<Service> services() {
    return SYSTEM.services();
  }
}
