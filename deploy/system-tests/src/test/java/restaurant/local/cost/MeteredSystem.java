package restaurant.local.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.pubsub.v1.TopicName;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.ForwardingBackend;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.metering.Bill;
import dev.eventfold.gcp.metering.Meter;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Outside;
import dev.eventfold.simulation.world.Caller;
import dev.eventfold.simulation.world.Message;
import dev.eventfold.simulation.world.Request;
import dev.eventfold.simulation.world.Response;
import io.grpc.ClientInterceptor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import restaurant.system.Restaurant;

/**
 * The restaurant's functions on the emulators, with a meter between. They are called one by one, as
 * the gateway, Eventarc, Pub/Sub and the clock would call them, and nothing else happens: the same
 * calls cost the same in every run.
 */
final class MeteredSystem {

  static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private static final Caller COOK = new Caller("cook", true);

  private final String project = SharedEmulators.newProject();
  private final Meter meter = new Meter();
  private final Backend backend =
      new Clocked(new GoogleBackend(clients(List.of(meter))), () -> this.now, this::ask);
  private final Map<FunctionSpec, HttpFunction> projectors = new HashMap<>();

  /** What we look at ourselves costs nothing. */
  private final Backend unmetered = new GoogleBackend(clients(List.of()));

  private boolean answers = true;

  /** It stands still, so that no second more or less decides what is remembered. */
  private Instant now = Instant.parse("2026-01-01T12:00:00.123456Z");

  private int keys;

  /** Google's, with another clock. */
  private static final class Clocked extends ForwardingBackend {

    private final InstantSource clock;
    private final Outside outside;

    Clocked(Backend google, InstantSource clock, Outside outside) {
      super(google);
      this.clock = clock;
      this.outside = outside;
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public Outside outside() {
      return outside;
    }
  }

  MeteredSystem() {
    try (var topics = clients(List.of()).topics()) {
      for (var service : Restaurant.SYSTEM.writers()) {
        topics.createTopic(TopicName.of(project, service.topic()));
      }
    }
    Restaurant.SYSTEM.writers().stream()
        .flatMap(Restaurant.SYSTEM::subscribers)
        .forEach(it -> projectors.put(it, instance(it)));
  }

  private Clients clients(List<ClientInterceptor> interceptors) {
    var emulators = SharedEmulators.get();
    return new Clients(
        project,
        "",
        "eventstore",
        Optional.of(emulators.firestore()),
        Optional.of(emulators.pubsub()),
        interceptors);
  }

  /** Who sends a command: somebody of the staff, or a guest. */
  record Sender(String name, Map<String, String> headers) {

    static final Sender STAFF = new Sender("anonymous", Map.of());

    static Sender guest(String name) {
      var claims =
          Map.of("sub", name, "role", "guest", "email", email(name), "email_verified", true);
      var userinfo =
          Base64.getUrlEncoder().encodeToString(Json.text(Json.tree(claims)).getBytes(UTF_8));
      return new Sender(name, Map.of("X-Apigateway-Api-Userinfo", userinfo));
    }

    static String email(String name) {
      return name + "@example.com";
    }
  }

  private JsonNode ask(String effect, String key, JsonNode request) {
    if (answers) {
      return request;
    }
    throw new Outside.Unanswered("No answer.", null);
  }

  /** Whether providers answer from now on. */
  void expectAnswers(boolean expected) {
    answers = expected;
  }

  /** An event that is there, whoever has decided it. */
  RecordedEvent stored(String service, String stream, long version, String type, String payload) {
    var command = Ids.command(service, "cost", stream + version);
    var metadata = new Metadata(command, "", "cost", command, TRACE, "cost");
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
            metadata);
    unmetered.eventStore(service).append(List.of(event), List.of());
    return event;
  }

  List<RecordedEvent> stream(String service, String stream) {
    return unmetered.eventStore(service).readAfter(stream, 0, 100);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** Makes it the time that it is, which events have that the emulator commits. */
  void catchUpWithTheEmulator() {
    now = Instant.now();
  }

  /** What something costs. */
  Bill bill(Runnable what) {
    var before = meter.bill();
    what.run();
    return meter.bill().since(before);
  }

  /** A new instance of an HTTP function, which has seen nothing yet. */
  HttpFunction instance(FunctionSpec function) {
    return Restaurant.SYSTEM.service(function.service()).http(function.name(), backend);
  }

  HttpFunction commands(String service) {
    return Restaurant.SYSTEM.service(service).commands(backend);
  }

  HttpFunction queries(Service service) {
    return service.queries(backend);
  }

  HttpFunction reconciler(Service service) {
    return service.reconciler(backend);
  }

  CloudEventsFunction publisher(String service) {
    return Restaurant.SYSTEM.service(service).publisher(backend);
  }

  HttpFunction projector(FunctionSpec function) {
    return projectors.get(function);
  }

  String newKey() {
    return "cost-" + ++keys;
  }

  Response send(HttpFunction function, String service, JsonNode body, String key, Sender sender) {
    return send(function, service, body, key, sender, Optional.empty());
  }

  Response send(
      HttpFunction function,
      String service,
      JsonNode body,
      String key,
      Sender sender,
      Optional<String> query) {
    var headers = new HashMap<>(sender.headers());
    headers.put("Content-Type", "application/json");
    headers.put("Idempotency-Key", key);
    headers.put("traceparent", TRACE);
    headers.put("X-Correlation-Id", "cost");
    var bytes = Json.text(body).getBytes(UTF_8);
    return answer(function, new Request("/" + service + "/commands", query, headers, bytes));
  }

  static Response get(HttpFunction function, String path, Map<String, String> query) {
    return answer(function, Request.get(path, query, Map.of(), COOK));
  }

  static Response post(HttpFunction function) {
    return answer(function, new Request("/", Map.of(), new byte[0]));
  }

  static Response push(HttpFunction projector, RecordedEvent event) {
    return answer(projector, Message.request(event, Message.push(event), Optional.empty()));
  }

  private static Response answer(HttpFunction function, Request request) {
    var response = new Response();
    try {
      function.service(request, response);
    } catch (Exception e) {
      throw new AssertionError("functions answer whatever happens", e);
    }
    return response;
  }

  static void trigger(CloudEventsFunction publisher, RecordedEvent event, boolean withData) {
    try {
      publisher.accept(Message.trigger(event, withData));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** What an accepted command has written, as it is stored. */
  List<RecordedEvent> events(String service, Response accepted) {
    var answer = Json.parse(accepted.body());
    long count = StreamSupport.stream(answer.path("events").spliterator(), false).count();
    long last = answer.path("version").asLong();
    return backend
        .eventStore(service)
        .readRange(answer.path("aggregateId").asText(), last - count + 1, last);
  }

  /** Brings events to all who follow them. */
  void deliver(List<RecordedEvent> events) {
    for (var event : events) {
      subscribers(event.service()).forEach(it -> expect(204, push(projector(it), event)));
    }
  }

  static List<FunctionSpec> subscribers(String service) {
    return Restaurant.SYSTEM.subscribers(Restaurant.SYSTEM.service(service)).toList();
  }

  static Response expect(int status, Response response) {
    if (response.status() != status) {
      throw new AssertionError(
          "%d instead of %d: %s".formatted(response.status(), status, response.body()));
    }
    return response;
  }
}
