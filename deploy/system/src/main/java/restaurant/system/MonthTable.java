package restaurant.system;

import static java.util.stream.Collectors.joining;
import static restaurant.system.MarkdownTable.row;
import static restaurant.system.MarkdownTable.text;

import java.util.List;
import restaurant.system.Bills.Bill;
import restaurant.system.Bills.Command;

/** What a month costs, by how many orders there are: cold instances for each. */
record MonthTable(Bills bills, Prices prices, Schedule schedule) {

  private static final long MINUTES = 30 * 24 * 60;

  /** An order, as it is reckoned here. */
  private static final List<String> ORDER =
      List.of("openOrder", "addItemToOrder", "addItemToOrder", "placeOrder");

  // Assumptions, which nobody has measured in the cloud.
  private static final double CALL_SECONDS = 0.1;
  private static final double CPU = 1;
  private static final double MEMORY_GIB = 0.5;
  private static final double LOG_BYTES = 1_300;
  private static final double EVENT_STORE_BYTES = 4_096;
  private static final double VIEW_BYTES = 8_192;
  private static final int BACKUPS = 7;

  /**
   * Some of it, in dollars.
   *
   * @param idle a month with nobody there
   * @param order each order
   * @param price as it is told
   */
  private record Cost(String what, double idle, double order, String price) {

    double month(double ordersPerSecond) {
      return idle + order * ordersPerSecond * MINUTES * 60;
    }
  }

  @Override
  public String toString() {
    var head =
        """
        | | 0 orders/s | 1 order/s | 100 orders/s | price |
        | --- | ---: | ---: | ---: | --- |
        """;
    var costs = costs();
    var together =
        row("**together**", sum(costs, 0), sum(costs, 1), sum(costs, 100), "without storage");
    return costs.stream().map(MonthTable::line).collect(joining("", head, together))
        + line(storage());
  }

  private List<Cost> costs() {
    var order = ORDER.stream().map(type -> bills.command(type, "cold")).toList();
    var payment = bills.payment();
    // Every event is published once, and delivered to whoever the functions called are.
    var paid = payment.bill();
    var told =
        new Bill(0, 0, 0, 0, 0, paid.bytes() / Math.max(1, paid.messages()) * payment.calls());
    var whole = Bill.sum(order.stream().map(Command::whole)).plus(paid).plus(told);
    long reconciled = order.stream().mapToLong(it -> bills.readsOfReconcilers(it.service())).sum();
    long reads = whole.reads() + reconciled;
    long functions =
        order.stream().mapToLong(it -> 1 + 1 + it.deliveries()).sum() + payment.calls();
    long messages =
        order.stream().mapToLong(Command::messages).sum() + paid.messages() + payment.calls();
    long ticks = schedule.calls(MINUTES);
    long idle = ticks * bills.reconcilers() + MINUTES * bills.timers();
    int every = schedule.everyMinutes();
    double second = CPU * prices.each("run cpu") + MEMORY_GIB * prices.each("run memory");
    return List.of(
        cost(
            text(
                "Firestore writes: %d an order; %d per %d minutes for the spot checks",
                whole.writes(), bills.idle().writes(), every),
            ticks * bills.idle().writes(),
            whole.writes(),
            "firestore write"),
        cost(
            text(
                "Firestore reads: at most %d an order, of which %d are the reconcilers'; %d per %d minutes; %d a minute for the timers",
                reads, reconciled, bills.idle().reads(), every, bills.idleTimers().reads()),
            ticks * bills.idle().reads() + MINUTES * bills.idleTimers().reads(),
            reads,
            "firestore read"),
        new Cost(
            text(
                "Cloud Run, CPU and memory: %d calls an order of %.0f ms each; %d per %d minutes, %d a minute",
                functions, CALL_SECONDS * 1_000, bills.reconcilers(), every, bills.timers()),
            idle * CALL_SECONDS * second,
            functions * CALL_SECONDS * second,
            prices.of("run cpu") + "; " + prices.of("run memory")),
        cost("Cloud Run, requests", idle, functions, "run request"),
        cost(
            text(
                "Pub/Sub: %d messages an order, of which %d are the triggers'; %,d bytes",
                messages, 2 * order.size(), whole.bytes()),
            0,
            whole.bytes(),
            "pubsub byte"),
        cost(text("API Gateway: %d calls an order", order.size()), 0, order.size(), "gateway call"),
        cost(
            text("Logs: our line and Cloud Run's own, %.1f kB a call", LOG_BYTES / 1_000),
            idle * LOG_BYTES,
            functions * LOG_BYTES,
            "log byte"),
        cost(
            text("Scheduler: %d jobs", bills.reconcilers() + bills.timers()),
            bills.reconcilers() + bills.timers(),
            0,
            "scheduler job"));
  }

  private Cost storage() {
    double events =
        prices.each("firestore storage")
            + prices.each("firestore recovery")
            + BACKUPS * prices.each("firestore backup");
    return new Cost(
        text(
            "Firestore storage, more each month: %.0f KiB an order in the event store, with recovery and %d backups; %.0f KiB in views and audit log",
            EVENT_STORE_BYTES / 1024, BACKUPS, VIEW_BYTES / 1024),
        0,
        EVENT_STORE_BYTES * events + VIEW_BYTES * prices.each("firestore storage"),
        "%s; [all](../docs/COST.md#prices)".formatted(prices.of("firestore storage")));
  }

  /** So many with nobody there, and so many for each order. */
  private Cost cost(String what, double idle, double order, String price) {
    double each = prices.each(price);
    return new Cost(what, idle * each, order * each, prices.of(price).toString());
  }

  private static String line(Cost cost) {
    return row(
        cost.what(),
        money(cost.month(0)),
        money(cost.month(1)),
        money(cost.month(100)),
        cost.price());
  }

  private static String sum(List<Cost> costs, double ordersPerSecond) {
    double sum = costs.stream().mapToDouble(it -> it.month(ordersPerSecond)).sum();
    return "**about %s**".formatted(money(Math.max(1, sum)));
  }

  /** Two digits of it, but cents of what is small. */
  private static String money(double dollars) {
    if (dollars < 1) {
      return dollars == 0 ? "0" : text("%.2f", dollars);
    }
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(dollars)) - 1));
    return text("%,.0f", Math.round(dollars / unit) * unit);
  }
}
