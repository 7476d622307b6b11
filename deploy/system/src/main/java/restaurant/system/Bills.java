package restaurant.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was measured: {@code deploy/docs/cost.tsv}. */
record Bills(List<Line> lines) {

  /** Between a command and a function that its events bring to work. */
  private static final String LEADS_TO = " → ";

  /**
   * One of them.
   *
   * @param bytes of messages that are published, as they are billed
   */
  record Bill(long reads, long writes, long deletes, long rpcs, long messages, long bytes) {

    static final Bill NONE = new Bill(0, 0, 0, 0, 0, 0);

    Bill plus(Bill other) {
      return new Bill(
          reads + other.reads,
          writes + other.writes,
          deletes + other.deletes,
          rpcs + other.rpcs,
          messages + other.messages,
          bytes + other.bytes);
    }

    static Bill sum(Stream<Bill> bills) {
      return bills.reduce(NONE, Bill::plus);
    }

    /** What it costs once, in dollars. */
    double dollars(Prices prices) {
      return prices.dollars(reads, writes, deletes, bytes);
    }
  }

  /** A bill, and what it is for. */
  record Line(String service, String what, String when, Bill bill) {

    private static Line of(String text) {
      var cells = text.split("\t");
      var amounts = Stream.of(cells).skip(3).mapToLong(Long::parseLong).toArray();
      return new Line(
          cells[0],
          cells[1],
          cells[2],
          new Bill(amounts[0], amounts[1], amounts[2], amounts[3], amounts[4], amounts[5]));
    }

    boolean isQuery() {
      return what.startsWith("GET ");
    }

    boolean isReconciler() {
      return what.endsWith("reconciler") || what.endsWith("reconcilers");
    }

    boolean isTimer() {
      return what.endsWith("-timer");
    }

    /** Of a timer with nothing due. */
    boolean isIdleTimer() {
      return isTimer() && when.equals("idle");
    }

    boolean isIdle() {
      return isReconciler() && when.startsWith("idle, ") && !when.contains("without");
    }
  }

  /**
   * A command with all that follows from it.
   *
   * @param decided the command itself
   * @param followed by its publisher and all projectors
   * @param deliveries how many projectors there are
   */
  record Command(String service, String type, Bill decided, Bill followed, int deliveries) {

    /** Of the trigger, published, and delivered. */
    int messages() {
      return Prices.MESSAGES_PER_TRIGGER + 1 + deliveries;
    }

    Bill whole() {
      var delivered = new Bill(0, 0, 0, 0, 0, followed.bytes() * (messages() - 1));
      return decided.plus(followed).plus(delivered);
    }
  }

  static Bills read(Path file) throws IOException {
    return new Bills(
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("#"))
            .map(Line::of)
            .toList());
  }

  /** The commands, in the order in which they were measured. */
  List<String> commands() {
    return lines.stream()
        .map(Line::what)
        .filter(what -> what.contains(LEADS_TO))
        .map(what -> what.substring(0, what.indexOf(LEADS_TO)))
        .distinct()
        .toList();
  }

  /**
   * @param when "cold" or "warm"
   */
  Command command(String type, String when) {
    var followers =
        lines.stream()
            .filter(it -> it.what().startsWith(type + LEADS_TO) && it.when().equals(when))
            .toList();
    var decided =
        lines.stream()
            .filter(it -> it.what().equals(type) && it.when().equals(when))
            .findFirst()
            .orElseThrow();
    var projectors = followers.stream().filter(it -> it.bill().messages() == 0).count();
    return new Command(
        decided.service(),
        type,
        decided.bill(),
        Bill.sum(followers.stream().map(Line::bill)),
        (int) projectors);
  }

  /** What one call of every reconciler costs when there is nothing to do. */
  Bill idle() {
    return Bill.sum(lines.stream().filter(Line::isIdle).map(Line::bill));
  }

  /** What one call of every timer costs when nothing is due. */
  Bill idleTimers() {
    return Bill.sum(lines.stream().filter(Line::isIdleTimer).map(Line::bill));
  }

  long timers() {
    return lines.stream().filter(Line::isIdleTimer).count();
  }

  /**
   * What follows from placing an order that is to be paid.
   *
   * @param calls of functions
   */
  record Payment(Bill bill, long calls) {}

  /** With cold instances. */
  Payment payment() {
    var line = lines.stream().filter(it -> it.what().equals("the payment of an order")).findFirst();
    return line.map(
            it ->
                new Payment(
                    it.bill(), Long.parseLong(it.when().replaceFirst(".*: (\\d+) calls.*", "$1"))))
        .orElse(new Payment(Bill.NONE, 0));
  }

  long reconcilers() {
    return lines.stream().filter(Line::isIdle).count();
  }

  /** What all reconcilers read for one event of a service that has come to where it should. */
  long readsOfReconcilers(String service) {
    var reads = new LinkedHashMap<Integer, Long>();
    lines.stream()
        .filter(it -> it.service().equals(service) && it.when().endsWith(" delivered"))
        .forEach(it -> reads.put(Integer.valueOf(it.when().split(" ")[0]), it.bill().reads()));
    var one = reads.entrySet().stream().min(Map.Entry.comparingByKey()).orElseThrow();
    var more = reads.entrySet().stream().max(Map.Entry.comparingByKey()).orElseThrow();
    return (more.getValue() - one.getValue()) / (more.getKey() - one.getKey());
  }
}
