package restaurant.local.cost;

import static restaurant.local.cost.MeteredSystem.expect;

import com.google.cloud.functions.HttpFunction;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.gcp.service.Service;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import restaurant.system.Restaurant;

/** Bills of what happens because of events: a payment, and what timers do. */
final class ProcessBills {

  private static final String PAYMENTS = "payments";
  private static final String ORDERS = "orders";

  /** Until then every deadline has come. */
  private static final Duration LONG = Duration.ofHours(1);

  /** More than an effect is left alone before it is asked for again. */
  private static final Duration LEASE = Duration.ofMinutes(3);

  private final List<Service> services;
  private final Figures figures;
  private final MeteredSystem system = new MeteredSystem();
  private int orders;
  private int calls;

  ProcessBills(List<Service> services, Figures figures) {
    this.services = services;
    this.figures = figures;
  }

  void measure() {
    timers("idle");
    if (services.stream().anyMatch(it -> it.name().equals(PAYMENTS))) {
      payment();
      unanswered();
    }
    deadlines();
    timers("idle, after what was due");
  }

  private void timers(String when) {
    functions(FunctionKind.TIMER).forEach(it -> add(it, when, () -> tick(it)));
  }

  private List<FunctionSpec> functions(FunctionKind kind) {
    return services.stream()
        .flatMap(service -> service.functions().stream())
        .filter(it -> it.kind() == kind)
        .toList();
  }

  private void tick(FunctionSpec timer) {
    expect(200, MeteredSystem.post(system.instance(timer)));
  }

  private static FunctionSpec function(String name) {
    return Restaurant.SYSTEM.functions().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** From the event that asks for it to the confirmed order. */
  private void payment() {
    var onOrders = function("payments-on-orders");
    var onPayments = function("payments-on-payments");
    var back = function("orders-on-payments");
    // Once before anything counts.
    follow(placed());

    var placed = placed();
    var warm = system.instance(onOrders);
    add(onOrders, "an order is placed", () -> push(warm, placed));
    add(onOrders, "the same again, warm", () -> push(warm, placed));
    add(onOrders, "the same again, cold", () -> push(system.instance(onOrders), placed));
    var requested = last(PAYMENTS, placed);
    system.expectAnswers(true);
    add(onPayments, "a charge, cold", () -> push(system.instance(onPayments), requested));
    add(onPayments, "the same again, cold", () -> push(system.instance(onPayments), requested));
    var paid = last(PAYMENTS, placed);
    add(back, "an order is paid, cold", () -> push(system.instance(back), paid));
    add(back, "the same again, cold", () -> push(system.instance(back), paid));

    // What brings the placed order to payments is in the bill of placing it.
    var whole = placed();
    push(system.instance(onOrders), whole);
    calls = 0;
    var bill = system.bill(() -> follow(last(PAYMENTS, whole)));
    var when = "with all that follows, cold: %d calls of functions".formatted(calls);
    figures.add(PAYMENTS, "the payment of an order", when, bill);
  }

  private void unanswered() {
    system.expectAnswers(false);
    var placed = placed();
    push(system.instance(function("payments-on-orders")), placed);
    var onPayments = function("payments-on-payments");
    var requested = last(PAYMENTS, placed);
    add(
        onPayments,
        "a charge without an answer, cold",
        () -> push(system.instance(onPayments), requested));
    system.pass(LEASE);
    var timer = function("payments-timer");
    add(timer, "one charge, again without an answer", () -> tick(timer));
    system.expectAnswers(true);
    system.pass(LEASE.multipliedBy(2));
    add(timer, "one charge, answered at last", () -> tick(timer));
  }

  private void deadlines() {
    var projector = function("orders-deadlines");
    var timer = function("orders-timer");
    var opened =
        system.stored(ORDERS, "order-of-" + ++orders, 1, "orderOpened", "{\"customerId\":\"c\"}");
    add(projector, "an order is opened", () -> push(system.instance(projector), opened));
    system.pass(LONG);
    add(timer, "one order was not placed in time", () -> tick(timer));
  }

  /** An order that was placed, and is stored. */
  private RecordedEvent placed() {
    var id = "order-of-" + ++orders;
    system.stored(ORDERS, id, 1, "orderOpened", "{\"customerId\":\"c\"}");
    return system.stored(
        ORDERS,
        id,
        2,
        "orderPlaced",
        "{\"customerId\":\"c\",\"items\":[],\"total\":{\"amount\":\"20.00\",\"currency\":\"USD\"},\"paidBy\":\"card\"}");
  }

  private RecordedEvent last(String service, RecordedEvent of) {
    return system.stream(service, of.stream()).getLast();
  }

  /** Brings an event, and all that follows from it, to all who follow it: cold instances. */
  private void follow(RecordedEvent first) {
    var due = new ArrayDeque<>(List.of(first));
    while (!due.isEmpty()) {
      var event = due.remove();
      int payments = system.stream(PAYMENTS, first.stream()).size();
      int order = system.stream(ORDERS, first.stream()).size();
      MeteredSystem.trigger(system.publisher(event.service()), event, true);
      calls++;
      for (var subscriber : MeteredSystem.subscribers(event.service())) {
        push(system.instance(subscriber), event);
        calls++;
      }
      due.addAll(system.stream(PAYMENTS, first.stream()).stream().skip(payments).toList());
      due.addAll(system.stream(ORDERS, first.stream()).stream().skip(order).toList());
    }
  }

  private static void push(HttpFunction function, RecordedEvent event) {
    expect(204, MeteredSystem.push(function, event));
  }

  private void add(FunctionSpec function, String when, Runnable done) {
    figures.add(function.service(), function.name(), when, system.bill(done));
  }
}
