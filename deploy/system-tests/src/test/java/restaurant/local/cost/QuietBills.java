package restaurant.local.cost;

import static restaurant.local.cost.MeteredSystem.expect;

import com.google.cloud.functions.HttpFunction;
import dev.eventfold.commands.CommandTypes;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.json.Json;
import dev.eventfold.operations.SpotCheck;
import java.util.List;
import java.util.Map;
import restaurant.local.cost.MeteredSystem.Sender;

/**
 * Bills of queries and reconcilers, in a system that has five of each thing and nothing has
 * happened to them.
 */
final class QuietBills {

  private static final int EACH = SpotCheck.DOCUMENTS;

  /** So that what an event costs can be told from what a call costs anyway. */
  private static final List<Integer> FEW_AND_MORE = List.of(2, 7);

  private static final String IDLE =
      "idle, %d documents of one event spot-checked in each view".formatted(EACH);

  static final String ALL_RECONCILERS = "all reconcilers";

  private static final String SPOT_CHECKS = "reconciler.spot.checks";

  private final List<Service> services;
  private final Figures figures;
  private final MeteredSystem system = new MeteredSystem();
  private final People people = new People(system, new Examples());

  QuietBills(List<Service> services, Figures figures) {
    this.services = services;
    this.figures = figures;
  }

  /** Those that clients have make things. */
  private List<Service> writers() {
    return services.stream().filter(it -> it.commandTypes().isPresent()).toList();
  }

  void measure() {
    for (var service : services) {
      service.resource().ifPresent(it -> nothingFound(service, it));
    }
    for (int n = 0; n < EACH; n++) {
      var guest = people.guest();
      for (var service : writers()) {
        system.deliver(make(service, guest));
      }
      pay("order-" + n);
    }
    var guest = people.guest();
    people.signUp(guest);
    for (var service : services) {
      service.resource().ifPresent(it -> found(service, it, guest));
    }
    reconcilers(guest);
  }

  /** A payment that comes to its end, if there are any. */
  private void pay(String order) {
    var payments = services.stream().filter(it -> it.name().equals("payments")).findFirst();
    if (payments.isPresent()) {
      var amount = "{\"amount\":\"20.00\",\"currency\":\"USD\"}";
      system.stored(
          "payments",
          order,
          1,
          "paymentRequested",
          "{\"customerId\":\"c\",\"amount\":%s}".formatted(amount));
      for (int told = 0; told < system.stream("payments", order).size(); told++) {
        system.deliver(List.of(system.stream("payments", order).get(told)));
      }
    }
  }

  /** One more, of which nobody has heard yet. */
  private List<RecordedEvent> make(Service service, Sender guest) {
    var sender = people.isOfGuests(service.name()) ? guest : Sender.STAFF;
    var body = people.made(maker(service.commandTypes().orElseThrow()), sender);
    var name = service.name();
    var answer = system.send(system.commands(name), name, body, system.newKey(), sender);
    return system.events(name, expect(202, answer));
  }

  private static String maker(CommandTypes<?> types) {
    return types.names().stream()
        .filter(it -> types.createsAggregate(it).orElseThrow())
        .findFirst()
        .orElseThrow();
  }

  private void nothingFound(Service service, Resource<?, ?> resource) {
    var queries = system.queries(service);
    MeteredSystem.get(queries, resource.path() + "/nothing", Map.of());
    add(service, "GET " + resource.path(), "nothing found, warm", queries, resource.path());
  }

  private void found(Service service, Resource<?, ?> resource, Sender guest) {
    var list = resource.path();
    var cold = system.queries(service);
    var warm = system.queries(service);
    var page = Map.of("pageSize", "2");
    add(service, "GET " + list, "a page of 2, cold", cold, list, page);
    var answer = expect(200, MeteredSystem.get(warm, list, page));
    add(service, "GET " + list, "a page of 2, warm", warm, list, page);

    var id = Json.parse(answer.body()).path("items").path(0).path("id").asText();
    var one = "GET " + list + "/{id}";
    add(service, one, "cold", system.queries(service), list + "/" + id);
    add(service, one, "warm", warm, list + "/" + id);
    figures.add(
        service.name(),
        one,
        "there is no such thing, warm",
        system.bill(() -> expect(404, MeteredSystem.get(warm, list + "/nothing", Map.of()))));
    if (service.isWriter()) {
      var path = list + "/" + id;
      add(service, one + "?asOf", "one event, warm", warm, path, Map.of("asOf", "1"));
      add(service, one + "?minVersion", "reached, warm", warm, path, Map.of("minVersion", "1"));
      var history = "/" + service.name() + "/events/";
      add(service, "GET " + history + "{id}", "one event", warm, history + id);
    }
    if (service.isExporting()) {
      var export = one + "/export";
      add(service, export, "of one event and one order, warm", warm, list + "/" + id + "/export");
    }
    if (service.commandTypes().isPresent()) {
      var more = make(service, owner(service, guest));
      var unseen = list + "/" + more.getFirst().stream();
      var wanted = Map.of("minVersion", "1");
      add(service, one + "?minVersion", "one event behind, warm", warm, unseen, wanted);
      system.deliver(more);
    }
  }

  private void reconcilers(Sender guest) {
    system.catchUpWithTheEmulator();
    System.setProperty(SPOT_CHECKS, "0");
    reconcile();
    reconcile("idle, without spot checks");
    System.clearProperty(SPOT_CHECKS);
    reconcile(IDLE);
    System.setProperty(SPOT_CHECKS, "0");
    for (var service : writers()) {
      for (int events : FEW_AND_MORE) {
        for (int n = 0; n < events; n++) {
          system.deliver(make(service, owner(service, guest)));
        }
        system.catchUpWithTheEmulator();
        var when = "%d events of %s, delivered".formatted(events, service);
        figures.add(service.name(), ALL_RECONCILERS, when, system.bill(this::reconcile));
      }
    }
    for (var service : writers()) {
      make(service, owner(service, guest));
    }
    system.catchUpWithTheEmulator();
    reconcile("one lost event of each service");
    System.clearProperty(SPOT_CHECKS);
  }

  /** A guest signs up once, and orders as often as they like. */
  private Sender owner(Service service, Sender guest) {
    return service.name().equals("customers") ? people.guest() : guest;
  }

  private void reconcile() {
    services.forEach(this::tick);
  }

  private void tick(Service service) {
    expect(200, MeteredSystem.post(system.reconciler(service)));
  }

  private void reconcile(String when) {
    for (var service : services) {
      figures.add(
          service.name(), service.name() + "-reconciler", when, system.bill(() -> tick(service)));
    }
  }

  private void add(Service service, String what, String when, HttpFunction queries, String path) {
    add(service, what, when, queries, path, Map.of());
  }

  private void add(
      Service service,
      String what,
      String when,
      HttpFunction queries,
      String path,
      Map<String, String> query) {
    figures.add(
        service.name(),
        what,
        when,
        system.bill(() -> expect(200, MeteredSystem.get(queries, path, query))));
  }
}
