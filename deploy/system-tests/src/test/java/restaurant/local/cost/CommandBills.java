package restaurant.local.cost;

import static restaurant.local.cost.MeteredSystem.expect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import dev.eventfold.commands.CommandTypes;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.world.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import restaurant.system.Restaurant;

/** Bills of each command of each service, and of what follows from it. */
final class CommandBills {

  /** What must have happened to what a command is on, beside its making. */
  private static final Map<String, List<String>> BEFORE =
      Map.of(
          "removeItemFromOrder", List.of("addItemToOrder", "addItemToOrder"),
          "placeOrder", List.of("addItemToOrder", "addItemToOrder"));

  /** A service whose streams can be as long as one likes, and how long they are here. */
  private static final String LONG = "menu";

  private static final List<Integer> LENGTHS = List.of(10, 99, 199, 600);

  /** How long a stream is trusted without being looked at is less. */
  private static final Duration LATER = Duration.ofSeconds(61);

  private static final Optional<String> DRY_RUN = Optional.of("dryRun=true");

  private static final String NOBODY = "nobody";

  private final List<Service> services;
  private final Figures figures;
  private final MeteredSystem system = new MeteredSystem();
  private final Examples examples = new Examples();
  private final People people = new People(system, examples);

  CommandBills(List<Service> services, Figures figures) {
    this.services = services;
    this.figures = figures;
  }

  /** A command on what is ready for it, and the instance that made it so. */
  private record Ready(
      HttpFunction warm, MeteredSystem.Sender sender, Optional<String> id, ObjectNode body) {}

  void measure() {
    people.tour();
    services.stream().filter(it -> it.commandTypes().isPresent()).forEach(this::measure);
    longStreams(Restaurant.SYSTEM.service(LONG));
  }

  private void measure(Service service) {
    var types = service.commandTypes().orElseThrow();
    for (var type : types.names()) {
      commands(service, types, type);
    }
    deliveries(service, types);
  }

  private void commands(Service service, CommandTypes<?> types, String type) {
    var name = service.name();
    boolean creates = types.createsAggregate(type).orElseThrow();

    // Once before anything counts: projectors are warm if they have seen its like.
    var first = ready(service, type);
    system.deliver(system.events(name, send(first.warm(), name, first)));

    var cold = ready(service, type);
    var accepted = new AtomicReference<Response>();
    add(name, type, "cold", () -> accepted.set(send(system.commands(name), name, cold)));
    var coldEvents = system.events(name, accepted.get());

    var warm = ready(service, type);
    var key = system.newKey();
    add(name, type, "warm", () -> accepted.set(send(warm.warm(), name, warm, key)));
    var warmEvents = system.events(name, accepted.get());
    add(name, type, "the same key again, warm", () -> send(warm.warm(), name, warm, key));
    add(name, type, "the same key again, cold", () -> send(system.commands(name), name, warm, key));

    var tried = ready(service, type);
    add(
        name,
        type,
        "dry run, warm",
        () ->
            expect(
                200,
                system.send(
                    tried.warm(), name, tried.body(), system.newKey(), tried.sender(), DRY_RUN)));
    if (!creates) {
      var later = ready(service, type);
      system.pass(LATER);
      add(name, type, "warm, a minute later", () -> send(later.warm(), name, later));
      add(name, type, "refused: there is no such thing", () -> refused(name, later));
      lostRace(service, types, type);
    }
    follow(service, type, coldEvents, warmEvents);
  }

  /** What happens next, on instances that have seen all before, and on new ones. */
  private void follow(
      Service service, String type, List<RecordedEvent> coldly, List<RecordedEvent> warmly) {
    var name = service.name();
    var publisher = system.publisher(name);
    var publishing = type + Figures.LEADS_TO + name + "-publisher";
    add(name, publishing, "cold", () -> publish(publisher, coldly));
    add(name, publishing, "warm", () -> publish(publisher, warmly));
    for (var subscriber : MeteredSystem.subscribers(name)) {
      var projecting = type + Figures.LEADS_TO + subscriber.name();
      // The warm one first: what another has written meanwhile, it does not know.
      add(name, projecting, "warm", () -> push(system.projector(subscriber), warmly));
      var fresh = system.instance(subscriber);
      add(name, projecting, "cold", () -> push(fresh, coldly));
    }
  }

  private static void publish(CloudEventsFunction publisher, List<RecordedEvent> events) {
    events.forEach(it -> MeteredSystem.trigger(publisher, it, true));
  }

  private static void push(HttpFunction projector, List<RecordedEvent> events) {
    events.forEach(it -> expect(204, MeteredSystem.push(projector, it)));
  }

  /** Somebody else is faster, by the first command that changes something. */
  private void lostRace(Service service, CommandTypes<?> types, String type) {
    var name = service.name();
    var ours = ready(service, type);
    // A dry run reads what there is.
    var late = system.commands(name);
    expect(200, system.send(late, name, ours.body(), system.newKey(), ours.sender(), DRY_RUN));
    var theirs =
        Examples.varied(examples.body(firstChange(types), 0), " too")
            .put("aggregateId", ours.id().orElseThrow());
    var faster =
        expect(202, system.send(ours.warm(), name, theirs, system.newKey(), ours.sender()));
    var accepted = new AtomicReference<Response>();
    add(name, type, "a lost race, warm", () -> accepted.set(send(late, name, ours)));
    system.deliver(system.events(name, faster));
    system.deliver(system.events(name, accepted.get()));
  }

  private static String firstChange(CommandTypes<?> types) {
    return types.names().stream()
        .filter(it -> !types.createsAggregate(it).orElseThrow())
        .findFirst()
        .orElseThrow();
  }

  /** What comes twice, and what comes too early. */
  private void deliveries(Service service, CommandTypes<?> types) {
    var name = service.name();
    var ready = ready(service, firstChange(types));
    var first = system.events(name, send(ready.warm(), name, ready)).getFirst();
    var body = Examples.varied(ready.body().deepCopy(), " again");
    var answer = system.send(ready.warm(), name, body, system.newKey(), ready.sender());
    var second = system.events(name, expect(202, answer)).getFirst();
    for (var subscriber : MeteredSystem.subscribers(name)) {
      var warm = system.projector(subscriber);
      var gap = system.bill(() -> expect(204, MeteredSystem.push(warm, second)));
      figures.add(subscriber.service(), subscriber.name(), "one event early, warm", gap);
      expect(204, MeteredSystem.push(warm, first));
      var again = system.bill(() -> expect(204, MeteredSystem.push(warm, second)));
      figures.add(subscriber.service(), subscriber.name(), "a duplicate, warm", again);
      var fresh = system.instance(subscriber);
      var cold = system.bill(() -> expect(204, MeteredSystem.push(fresh, second)));
      figures.add(subscriber.service(), subscriber.name(), "a duplicate, cold", cold);
    }
    add(
        name,
        name + "-publisher",
        "an event too large for its trigger",
        () -> MeteredSystem.trigger(system.publisher(name), first, false));
  }

  private void longStreams(Service service) {
    var name = service.name();
    var type = firstChange(service.commandTypes().orElseThrow());
    for (int length : LENGTHS) {
      var ready = ready(service, type);
      // Its first event made it.
      add(
          name,
          type,
          length - 1 + " in a row, warm",
          () -> IntStream.range(1, length).forEach(n -> send(ready.warm(), name, ready)));
      add(
          name,
          type,
          "cold, " + length + " events",
          () -> send(system.commands(name), name, ready));
    }
  }

  private Ready ready(Service service, String type) {
    var name = service.name();
    var types = service.commandTypes().orElseThrow();
    var sender = people.sender(name);
    var warm = system.commands(name);
    var make =
        types.names().stream().filter(it -> types.createsAggregate(it).orElseThrow()).findFirst();
    if (types.createsAggregate(type).orElseThrow()) {
      // One of its kind, so that the instance is warm; the next is by another guest.
      var body = people.made(type, sender);
      var before = expect(202, system.send(warm, name, body, system.newKey(), sender));
      system.deliver(system.events(name, before));
      var next = people.sender(name);
      return new Ready(warm, next, Optional.empty(), people.made(type, next));
    }
    var made = people.made(make.orElseThrow(), sender);
    var answer = expect(202, system.send(warm, name, made, system.newKey(), sender));
    system.deliver(system.events(name, answer));
    var id = Json.parse(answer.body()).path("aggregateId").asText();
    var before = BEFORE.getOrDefault(type, List.of());
    for (int n = 0; n < before.size(); n++) {
      var earlier = examples.body(before.get(n), n).put("aggregateId", id);
      var done = expect(202, system.send(warm, name, earlier, system.newKey(), sender));
      system.deliver(system.events(name, done));
    }
    var body = examples.body(type, 0).put("aggregateId", id);
    // Looks up what must be looked up, and changes nothing.
    expect(200, system.send(warm, name, body, system.newKey(), sender, DRY_RUN));
    return new Ready(warm, sender, Optional.of(id), body);
  }

  private Response send(HttpFunction function, String service, Ready ready) {
    return send(function, service, ready, system.newKey());
  }

  private Response send(HttpFunction function, String service, Ready ready, String key) {
    return expect(202, system.send(function, service, ready.body(), key, ready.sender()));
  }

  private void refused(String service, Ready ready) {
    var body = ready.body().deepCopy().put("aggregateId", NOBODY);
    expect(404, system.send(ready.warm(), service, body, system.newKey(), ready.sender()));
  }

  private void add(String service, String what, String when, Runnable done) {
    figures.add(service, what, when, system.bill(done));
  }
}
