package restaurant.local.bill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.pubsub.v1.TopicName;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.firestore.FirestoreTrigger;
import dev.eventfold.gcp.metering.Bill;
import dev.eventfold.gcp.metering.Meter;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.world.Request;
import dev.eventfold.simulation.world.Response;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import restaurant.local.SystemOnEmulators;
import restaurant.local.contract.Example;
import restaurant.local.contract.Sent;
import restaurant.local.gateway.OpenApi;
import restaurant.system.Restaurant;

/**
 * Every request of the OpenAPI document's tour, and all that follows from it, one call of a
 * function after the other, each with its bill.
 */
final class Tour {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final boolean isCold;
  private final Meter meter = new Meter();
  private final String project = SharedEmulators.newProject();
  private final Backend backend;
  private final Map<String, HttpFunction> http = new HashMap<>();
  private final Map<String, CloudEventsFunction> publishers = new HashMap<>();
  private final Map<String, JsonNode> answers = new HashMap<>();
  private final Bills bills;

  private Tour(boolean isCold) {
    this.isCold = isCold;
    bills = new Bills(isCold);
    var emulators = SharedEmulators.get();
    backend =
        new GoogleBackend(
            new Clients(
                project,
                Optional.of(emulators.firestore()),
                Optional.of(emulators.pubsub()),
                List.of(meter)));
  }

  /**
   * @param isCold each call finds a new instance, else one that has seen all calls before
   */
  static Bills bills(boolean isCold) throws Exception {
    var tour = new Tour(isCold);
    tour.makeTopics();
    for (var example : Example.tour(OpenApi.load().tree())) {
      tour.send(example);
    }
    tour.reconcile("the first time");
    tour.reconcile("nothing new");
    return tour.bills;
  }

  private void makeTopics() {
    try (var topics = SystemOnEmulators.clients(project).topics()) {
      Restaurant.SYSTEM.functions().stream()
          .filter(row -> row.kind() == FunctionKind.PUBLISHER)
          .flatMap(row -> row.topic().stream())
          .forEach(topic -> topics.createTopic(TopicName.of(project, topic)));
    }
  }

  private <F> F instance(Map<String, F> warm, FunctionSpec row, Function<Service, F> make) {
    var service = Restaurant.SYSTEM.service(row.service());
    return isCold
        ? make.apply(service)
        : warm.computeIfAbsent(row.name(), name -> make.apply(service));
  }

  private HttpFunction http(FunctionSpec row) {
    return instance(http, row, service -> service.http(row.name(), backend));
  }

  private static FunctionSpec row(String function) {
    return Restaurant.SYSTEM.functions().stream()
        .filter(it -> it.name().equals(function))
        .findFirst()
        .orElseThrow();
  }

  private void send(Example example) throws Exception {
    var sent = Sent.of(example, this::fromEarlier);
    var row = row(example.operation().function());
    var request =
        sent.body().isEmpty() ? Request.get(sent.path(), sent.query(), sent.headers()) : post(sent);
    var response = call(row, request);
    var bill = meter.take();
    assertEquals(example.status(), response.status(), () -> example.name() + response.body());
    var body = response.body().isEmpty() ? Json.parse("{}") : Json.parse(response.body());
    answers.put(example.name(), body);
    boolean isNew = example.status() == 202 && !example.values().containsKey("Idempotency-Key");
    if (!isNew) {
      bills.add(row.name(), example.name(), bill);
      return;
    }
    var events = new ArrayList<String>();
    body.path("events").forEach(event -> events.add(event.path("type").asText()));
    bills.add(row.name(), example.body().path("type").asText(), bill, events);
    for (var event : stored(row.service(), body)) {
      deliver(event);
    }
  }

  private static Request post(Sent sent) {
    var query =
        sent.query().entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).findFirst();
    return new Request(
        sent.path(), query, sent.headers(), sent.body().getBytes(StandardCharsets.UTF_8));
  }

  /** {@code $name#/field} is a field of an earlier answer. */
  private String fromEarlier(String value) {
    if (!value.startsWith("$")) {
      return value;
    }
    var parts = value.substring(1).split("#", 2);
    return answers.get(parts[0]).at(parts[1]).asText();
  }

  private Response call(FunctionSpec row, Request request) throws Exception {
    var response = new Response();
    http(row).service(request, response);
    return response;
  }

  private List<RecordedEvent> stored(String service, JsonNode answer) {
    long last = answer.path("version").asLong();
    long first = last - answer.path("events").size() + 1;
    var stream = answer.path("aggregateId").asText();
    var events = backend.eventStore(service).readRange(stream, first, last);
    meter.take();
    return events;
  }

  private void deliver(RecordedEvent event) throws Exception {
    for (var row : Restaurant.SYSTEM.functions()) {
      if (!row.topic().equals(Optional.of(event.service() + "-events"))) {
        continue;
      }
      if (row.kind() == FunctionKind.PUBLISHER) {
        instance(publishers, row, service -> service.publisher(backend)).accept(trigger(event));
      } else {
        var push = EventMessage.push(row.name(), event);
        var headers = Map.of("Content-Type", "application/json", "traceparent", TRACE);
        assertEquals(204, call(row, new Request("/", headers, push)).status(), row::name);
      }
      bills.add(row.name(), event.type(), meter.take());
    }
  }

  private CloudEvent trigger(RecordedEvent event) {
    var database = "projects/%s/databases/%s".formatted(project, "eventstore");
    return CloudEventBuilder.v1()
        .withId(event.id())
        .withSource(URI.create("//firestore.googleapis.com/" + database))
        .withType(FirestoreTrigger.CREATED)
        .withSubject(FirestoreTrigger.subject(event))
        .withData("application/protobuf", FirestoreTrigger.data(database, event))
        .build();
  }

  private void reconcile(String what) throws Exception {
    for (var row : Restaurant.SYSTEM.functions()) {
      if (row.kind() == FunctionKind.RECONCILER) {
        assertEquals(200, call(row, new Request("/", Map.of(), new byte[0])).status());
        bills.add(row.name(), what, meter.take());
      }
    }
  }

  /** What the calls of a function cost. */
  static final class Bills {

    /**
     * @param function its name
     * @param what the type of the command or event, or the name of the request in the document
     */
    record Key(String function, String what) implements Comparable<Key> {
      @Override
      public int compareTo(Key other) {
        int byFunction = function.compareTo(other.function);
        return byFunction == 0 ? what.compareTo(other.what) : byFunction;
      }
    }

    private final boolean isCold;
    private final Map<Key, Bill> all = new TreeMap<>();
    private final Map<Key, List<String>> events = new HashMap<>();

    Bills(boolean isCold) {
      this.isCold = isCold;
    }

    /** Of what differs, the dearest where all is cold, and else the cheapest. */
    private void add(String function, String what, Bill bill) {
      all.merge(
          new Key(function, what), bill, (a, b) -> operations(a) < operations(b) == isCold ? b : a);
    }

    private void add(String function, String what, Bill bill, List<String> made) {
      add(function, what, bill);
      events.put(new Key(function, what), made);
    }

    private static long operations(Bill bill) {
      return 1_000 * (3 * bill.writes() + bill.reads() + bill.deletes()) + bill.roundTrips();
    }

    Map<Key, Bill> all() {
      return all;
    }

    List<String> events(Key key) {
      return events.getOrDefault(key, List.of());
    }
  }
}
