package restaurant.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandTypes;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Process;
import dev.eventfold.simulation.Scenario;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.DomainRules;
import dev.eventfold.simulation.clients.Turn;
import dev.eventfold.simulation.readers.ReadModel;
import dev.eventfold.simulation.world.Journal;
import dev.eventfold.simulation.world.Ledger;
import dev.eventfold.simulation.world.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import restaurant.orders.EnrichedOrderCommand;
import restaurant.orders.EnrichedOrderCommand.AddItemToOrder;
import restaurant.orders.EnrichedOrderCommand.OpenOrder;
import restaurant.orders.EnrichedOrderCommand.PlaceOrder;
import restaurant.orders.Orders;
import restaurant.orders.OrdersFunction;
import restaurant.orders.OrdersPublisher;
import restaurant.payments.Payments;

/**
 * Orders and their payments alone, without menu, customers, views of orders and the log: so that
 * many more schedules of what comes within a millisecond of a deadline can be run.
 */
final class DeadlineScenario implements Scenario {

  private static final Duration NEAR = Duration.ofMillis(1);
  private static final Duration TIME_TO_PLACE = Duration.ofMinutes(30);
  private static final Duration TIME_TO_PAY = Duration.ofMinutes(15);

  /** What must have happened in many schedules, or they prove nothing. */
  enum Seen {
    PLACED,
    PLACED_AT_THE_DEADLINE,
    NOT_PLACED_IN_TIME,
    CONFIRMED,
    ANSWERED_AT_THE_DEADLINE,
    REFUSED,
    NOT_PAID_IN_TIME,
    REFUNDED,
    RECEIPT_IN_DOUBT
  }

  private final Map<Seen, LongAdder> seen = new EnumMap<>(Seen.class);

  private final Topology system;

  DeadlineScenario() {
    for (var each : Seen.values()) {
      seen.put(each, new LongAdder());
    }
    system = Topology.of(orders(Orders.SERVICE.process().orElseThrow()), Payments.SERVICE);
  }

  /** The same decider and process, whose clients say themselves what is otherwise looked up. */
  @SuppressWarnings("unchecked")
  private static Service orders(Process<?, ?> process) {
    var aggregate = (Aggregate<EnrichedOrderCommand, ?, ?>) process.aggregate();
    var types =
        new CommandTypes<EnrichedOrderCommand>()
            .creates("openOrder", OpenOrder.class)
            .changes("addItemToOrder", AddItemToOrder.class)
            .changes("placeOrder", PlaceOrder.class);
    return Service.named("orders")
        .decides(aggregate, types, CommandAccess.staff())
        .runs(process)
        .runAs(OrdersFunction.class, OrdersPublisher.class);
  }

  long count(Seen what) {
    return seen.get(what).sum();
  }

  @Override
  public Topology system() {
    return system;
  }

  @Override
  public Command command(Turn turn) {
    var orders = turn.known().of("orders");
    boolean opensOne = orders.isEmpty() || turn.choices().chance(100);
    if (opensOne) {
      var open = fields().put("customerId", "somebody").put("customerIsKnown", true);
      return Command.creates("orders", "openOrder", open);
    }
    var last = orders.getLast();
    if (turn.known().version(last) < 2) {
      var item = fields().put("menuItemId", "pizza").put("quantity", 1);
      item.putObject("item")
          .put("description", "Pizza")
          .put("active", true)
          .putObject("price")
          .put("amount", "10.00")
          .put("currency", "USD");
      return Command.changes("orders", "addItemToOrder", last, item);
    }
    return Command.changes("orders", "placeOrder", last, fields());
  }

  private static ObjectNode fields() {
    return Json.TOLERANT.createObjectNode();
  }

  @Override
  public Provider provider() {
    return Bank::does;
  }

  /** Nobody looks: that is the other campaign's. */
  @Override
  public List<ReadModel> readModels() {
    return List.of();
  }

  @Override
  public DomainRules rules() {
    return new DomainRules() {
      @Override
      public void check(Ledger ledger, Journal journal) {
        new PaymentRules(ledger, journal).check();
        journal.of("orders").forEach(DeadlineScenario.this::lookAtOrder);
        journal.of("payments").forEach(DeadlineScenario.this::lookAtPayment);
      }
    };
  }

  private void lookAtOrder(List<RecordedEvent> order) {
    var deadline = order.getFirst().timestamp().plus(TIME_TO_PLACE);
    for (var event : order) {
      switch (event.type()) {
        case "orderPlaced" -> {
          saw(Seen.PLACED);
          if (isNear(event.timestamp(), deadline)) {
            saw(Seen.PLACED_AT_THE_DEADLINE);
          }
        }
        case "orderConfirmed" -> saw(Seen.CONFIRMED);
        case "orderRefunded" -> saw(Seen.REFUNDED);
        case "orderCanceled" -> {
          if (event.payload().path("reason").asText().startsWith("Order was not placed")) {
            saw(Seen.NOT_PLACED_IN_TIME);
          }
        }
        default -> {}
      }
    }
  }

  private void lookAtPayment(List<RecordedEvent> payment) {
    var deadline = payment.getFirst().timestamp().plus(TIME_TO_PAY);
    boolean hasReceipt = true;
    for (var event : payment) {
      switch (event.type()) {
        case "paymentSucceeded", "paymentRefused", "refundRequested" -> {
          hasReceipt = !event.type().equals("paymentSucceeded");
          if (event.type().equals("paymentRefused")) {
            saw(Seen.REFUSED);
          }
          if (isNear(event.timestamp(), deadline)) {
            saw(Seen.ANSWERED_AT_THE_DEADLINE);
          }
        }
        case "paymentTimedOut" -> saw(Seen.NOT_PAID_IN_TIME);
        case "receiptSent", "receiptNotSent" -> hasReceipt = true;
        default -> {}
      }
    }
    if (!hasReceipt) {
      saw(Seen.RECEIPT_IN_DOUBT);
    }
  }

  private static boolean isNear(Instant time, Instant deadline) {
    return Duration.between(time, deadline).abs().compareTo(NEAR) <= 0;
  }

  private void saw(Seen what) {
    seen.get(what).increment();
  }
}
