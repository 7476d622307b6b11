package restaurant.simulation;

import static dev.eventfold.simulation.choices.Violation.violated;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.simulation.world.Journal;
import dev.eventfold.simulation.world.Ledger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must be true of orders and of the bank's own books when nothing waits for a time any more.
 */
final class PaymentRules {

  private static final String NOT_PLACED = "Order was not placed in time.";

  private final Ledger ledger;
  private final Journal journal;
  private final Map<String, Integer> charges;
  private final Map<String, Integer> refunds;

  PaymentRules(Ledger ledger, Journal journal) {
    this.ledger = ledger;
    this.journal = journal;
    this.charges = done("charge");
    this.refunds = done("refund");
  }

  /** How often something was done for an order. */
  private Map<String, Integer> done(String effect) {
    var byOrder = new HashMap<String, Integer>();
    for (var entry : ledger.of(effect)) {
      if (entry.isDone()) {
        byOrder.merge(entry.request().path("orderId").asText(), entry.times(), Integer::sum);
      }
    }
    return byOrder;
  }

  void check() {
    journal.of("orders").forEach(this::order);
    for (var payment : journal.of("payments")) {
      var id = payment.getFirst().stream();
      if (count(journal.stream("orders", id), "orderPlaced") != 1) {
        throw violated("what is paid for was placed", "%s", id);
      }
    }
  }

  private void order(List<RecordedEvent> order) {
    var id = order.getFirst().stream();
    long placed = count(order, "orderPlaced");
    long confirmed = count(order, "orderConfirmed");
    long canceled = count(order, "orderCanceled");
    int charged = charges.getOrDefault(id, 0);
    int refunded = refunds.getOrDefault(id, 0);
    // Of one from long before, the clock has been told of no deadline.
    boolean mayBeOpen = id.equals(LongStreams.ORDER) && confirmed + canceled == 0 && placed == 0;
    if (confirmed + canceled != 1 && !mayBeOpen) {
      throw violated("an order ends in one way", "%s: %s", id, types(order));
    }
    if (placed == 1 && has(order, NOT_PLACED)) {
      throw violated("no order is placed and timed out", "%s: %s", id, types(order));
    }
    if (placed == 0 && (confirmed == 1 || charged > 0)) {
      throw violated("only what was placed is paid", "%s: %s", id, types(order));
    }
    if (charged > 1 || refunded > 1) {
      throw violated(
          "nobody is charged twice, nor paid back twice", "%s: %d, %d", id, charged, refunded);
    }
    if (confirmed != charged - refunded) {
      throw violated(
          "who is charged has an order, or the money back",
          "%s: charged %d, refunded %d: %s",
          id,
          charged,
          refunded,
          types(order));
    }
    if (count(order, "orderRefunded") != refunded) {
      throw violated("an order says that the money is back", "%s: %s", id, types(order));
    }
  }

  private static boolean has(List<RecordedEvent> order, String reason) {
    return order.stream().anyMatch(it -> it.payload().path("reason").asText().equals(reason));
  }

  private static long count(List<RecordedEvent> stream, String type) {
    return stream.stream().filter(event -> event.type().equals(type)).count();
  }

  private static List<String> types(List<RecordedEvent> stream) {
    return stream.stream().map(RecordedEvent::type).toList();
  }
}
