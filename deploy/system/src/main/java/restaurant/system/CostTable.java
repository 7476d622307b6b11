package restaurant.system;

import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.gcp.service.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What each command costs with all that follows from it, for the README, from what the bill's test
 * has counted.
 */
final class CostTable {

  private static final String BEGIN = "<!-- costs: written by deploy/generate -->\n";
  private static final String END = "<!-- end of costs -->\n";

  /** Dollars for one, list prices in us-central1: https://cloud.google.com/firestore/pricing. */
  private static final double READ = 0.03 / 100_000;

  private static final double WRITE = 0.09 / 100_000;
  private static final double DELETE = 0.01 / 100_000;

  /** A message of 2 kB, at 40 dollars a TiB: https://cloud.google.com/pubsub/pricing. */
  private static final double MESSAGE = 2_000 * 40 / Math.pow(1024, 4);

  /** A trigger is a message, published and delivered. */
  private static final int MESSAGES_OF_A_TRIGGER = 2;

  private static final String HEAD =
      """
      | command | on a warm instance | on a cold one | its views and the audit log, warm | messages | dollars a million |
      | --- | --- | --- | --- | ---: | ---: |
      """;

  private static final String FOOT =
      """

      Counted on the emulators by [RestaurantBillTest](deploy/system-tests/src/test/java/restaurant/local/bill/RestaurantBillTest.java); what every call of every
      function costs is in [bill.tsv](deploy/docs/bill.tsv). A cold instance reads the stream, at most its last 50 events and a snapshot; here it is
      as long as in the OpenAPI document. The dollars are for Firestore and Pub/Sub, all warm, at
      [list prices](deploy/gcloud/README.md#costs) (2026-10-08) and 2 kB a message; calls of functions and of the gateway come on top.
      """;

  /** A line of bill.tsv. */
  private record Line(
      String function,
      String what,
      String instance,
      int reads,
      int writes,
      int deletes,
      List<String> events) {

    static Line of(String text) {
      var cells = text.split("\t", -1);
      return new Line(
          cells[0],
          cells[1],
          cells[2],
          Integer.parseInt(cells[3]),
          Integer.parseInt(cells[4]),
          Integer.parseInt(cells[5]),
          cells[8].isEmpty() ? List.of() : List.of(cells[8].split(" ")));
    }

    String operations() {
      var some = new ArrayList<String>();
      some.add(writes + (writes == 1 ? " write" : " writes"));
      if (reads > 0) {
        some.add(reads + (reads == 1 ? " read" : " reads"));
      }
      return String.join(", ", some);
    }

    double dollars() {
      return reads * READ + writes * WRITE + deletes * DELETE;
    }

    Line plus(Line other) {
      return new Line(
          "",
          "",
          instance,
          reads + other.reads,
          writes + other.writes,
          deletes + other.deletes,
          List.of());
    }
  }

  private final Topology system;
  private final List<Line> lines;

  private CostTable(Topology system, List<Line> lines) {
    this.system = system;
    this.lines = lines;
  }

  /** The README with the table as it should be. */
  static String readme(Topology system, Path root) throws IOException {
    var lines =
        Files.readAllLines(root.resolve("deploy/docs/bill.tsv")).stream()
            .filter(line -> !line.startsWith("#") && !line.startsWith("function\t"))
            .map(Line::of)
            .toList();
    var readme = Files.readString(root.resolve("README.md"));
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    int end = readme.indexOf(END);
    return readme.substring(0, begin)
        + new CostTable(system, lines).table()
        + readme.substring(end);
  }

  private String table() {
    var table = new StringBuilder(HEAD);
    for (var row : system.functions()) {
      if (row.kind() == FunctionKind.COMMANDS) {
        lines.stream()
            .filter(it -> it.function().equals(row.name()) && it.instance().equals("warm"))
            .filter(it -> !it.events().isEmpty())
            .map(command -> row(row, command))
            .forEach(table::append);
      }
    }
    return table.append(FOOT).toString();
  }

  private String row(FunctionSpec function, Line command) {
    var topic = Optional.of(system.service(function.service()).topic());
    var following = new Line("", "", "warm", 0, 0, 0, List.of());
    int messages = 0;
    for (var event : command.events()) {
      messages += MESSAGES_OF_A_TRIGGER + 1;
      for (var projector : system.functions()) {
        if (projector.kind() == FunctionKind.PROJECTOR && projector.topic().equals(topic)) {
          messages++;
          // A new one is written down when somebody asks for it.
          following = find(projector.name(), event, "warm").map(following::plus).orElse(following);
        }
      }
    }
    double dollars = command.dollars() + following.dollars() + messages * MESSAGE;
    return "| `%s` | %s | %s | %s | %d | %s |%n"
        .formatted(
            command.what(),
            command.operations(),
            find(command.function(), command.what(), "cold").orElseThrow().operations(),
            following.operations(),
            messages,
            String.format(Locale.ROOT, "%.2f", 1_000_000 * dollars));
  }

  private Optional<Line> find(String function, String what, String instance) {
    return lines.stream()
        .filter(
            it ->
                it.function().equals(function)
                    && it.what().equals(what)
                    && it.instance().equals(instance))
        .findFirst();
  }
}
