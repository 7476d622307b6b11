package restaurant.system;

import static java.util.stream.Collectors.joining;
import static restaurant.system.MarkdownTable.row;
import static restaurant.system.MarkdownTable.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import restaurant.system.Bills.Bill;
import restaurant.system.Bills.Line;

/** What each thing costs: what was measured, times Google's list prices. */
record CostTables(Bills bills, Prices prices, Schedule schedule) {

  private static final double MILLION = 1e6;
  private static final int HOUR_MINUTES = 60;

  /**
   * @param root of the project
   */
  static CostTables of(Path root) throws IOException {
    return new CostTables(
        Bills.read(root.resolve("deploy/docs/cost.tsv")),
        Prices.list(),
        Schedule.read(root.resolve("deploy/gcloud/config.env")));
  }

  /** What a command costs with all that follows. */
  String commands() {
    var head =
        """
        | command | reads: cold, warm | writes | reads of what follows: cold, warm | writes of it | messages | $ per million: cold, warm |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        """;
    return bills.commands().stream().map(this::command).collect(joining("", head, ""));
  }

  /** What the deployment of all of it costs. */
  MonthTable month() {
    return new MonthTable(bills, prices, schedule);
  }

  private String command(String type) {
    var cold = bills.command(type, "cold");
    var warm = bills.command(type, "warm");
    return row(
        text("`%s`", type),
        text("%d, %d", cold.decided().reads(), warm.decided().reads()),
        warm.decided().writes(),
        text("%d, %d", cold.followed().reads(), warm.followed().reads()),
        warm.followed().writes(),
        warm.messages(),
        text("%s, %s", perMillion(cold.whole()), perMillion(warm.whole())));
  }

  private String perMillion(Bill bill) {
    return text("%.2f", bill.dollars(prices) * MILLION);
  }

  /** Every figure. */
  String all() {
    return text(
        """
        # What everything costs

        Written by `deploy/generate` from [cost.tsv](cost.tsv), which [CostTest](../system-tests/src/test/java/restaurant/local/cost/CostTest.java) has measured on the
        channels to the emulators, and from [prices.tsv](../gcloud/prices.tsv). The test fails when a figure changes, and when something has none; a service as a whole may be left out.

        *Cold* is an instance that has just started; *warm* is one that has handled the same aggregate and the same kind of thing a moment ago. Commands on
        customers and orders are sent by the guest whose they are, all others by the staff. Dollars are those of Firestore and Pub/Sub alone; calls of functions,
        gateway and logs come on top: [a month](../gcloud/README.md#costs).

        ## A command with all that follows

        %s
        A message is published once and delivered to each projector; Google bills the trigger before that like two more.

        ## One by one

        Bytes to and from Firestore are counted too, but not kept: nobody bills them inside a region, and they vary with the digits of times.

        ### Commands

        %s
        ### Deliveries

        %s
        ### Timers

        They are called every minute.

        %s
        ### Queries

        A page reads one document more than it shows, if there is one. The log of everything is read from eight shards.

        %s
        ### Reconcilers

        They are called every %d minutes.

        %s
        An idle hour is %d calls of each: %d reads and %d writes, $ %.4f. Each further event of a document that is spot-checked is one more read.

        ## Prices

        %s""",
        commands(),
        lines(it -> bills.commands().contains(it.what())),
        lines(
            it ->
                !bills.commands().contains(it.what())
                    && !it.isQuery()
                    && !it.isReconciler()
                    && !it.isTimer()),
        lines(Line::isTimer),
        lines(Line::isQuery),
        schedule.everyMinutes(),
        lines(Line::isReconciler),
        schedule.calls(HOUR_MINUTES),
        schedule.calls(HOUR_MINUTES) * bills.idle().reads(),
        schedule.calls(HOUR_MINUTES) * bills.idle().writes(),
        schedule.calls(HOUR_MINUTES) * bills.idle().dollars(prices),
        priceList());
  }

  private String lines(Predicate<Line> some) {
    var head =
        """
        | | | reads | writes | calls | messages | $ per million |
        | --- | --- | ---: | ---: | ---: | ---: | ---: |
        """;
    return bills.lines().stream().filter(some).map(this::line).collect(joining("", head, ""));
  }

  private String line(Line line) {
    var bill = line.bill();
    return row(
        line.what(),
        line.when(),
        bill.reads(),
        bill.writes(),
        bill.rpcs(),
        bill.messages(),
        perMillion(bill));
  }

  private String priceList() {
    return prices.all().entrySet().stream()
        .map(it -> row(it.getKey(), it.getValue()))
        .collect(joining("", "| | US dollars |\n| --- | --- |\n", ""));
  }
}
