package restaurant.local.bill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.metering.Bill;
import dev.eventfold.gcp.service.FunctionSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import restaurant.local.bill.Tour.Bills;
import restaurant.local.contract.Operation;
import restaurant.local.gateway.OpenApi;
import restaurant.system.Restaurant;

/**
 * What Firestore and Pub/Sub bill for every command, query and delivery of the restaurant: as much
 * as deploy/docs/bill.tsv says, from which the tables of the documents are made. {@code
 * -Dgolden.write=true} writes it anew, and deploy/generate then the tables.
 */
class RestaurantBillTest {

  private static final Path FILE = Path.of("../docs/bill.tsv");

  private static final String HEAD =
      """
      # What is billed for one call of each function, as RestaurantBillTest counts it on the emulators.
      # what      a type of command or event, or a request of the OpenAPI document
      # instance  cold: one that has seen nothing, and the dearest of all calls of a kind; warm: one that has seen all calls
      #           before, and the cheapest, since the first of a kind is not warm yet
      # calls     of Google's services: round trips
      """;

  private static final List<String> COLUMNS =
      List.of(
          "function",
          "what",
          "instance",
          "reads",
          "writes",
          "deletes",
          "messages",
          "calls",
          "events");

  @BeforeAll
  static void openToAll() {
    System.setProperty("eventfold.auth", "off");
    System.setProperty("log.severity", "OFF");
    System.setProperty("page.token.key", "bill");
  }

  @AfterAll
  static void asUsual() {
    List.of("eventfold.auth", "log.severity", "page.token.key").forEach(System::clearProperty);
  }

  private static String line(Bills.Key key, String instance, Bill bill, List<String> events) {
    var calls =
        new TreeMap<>(bill.calls())
            .entrySet().stream()
                .map(it -> it.getKey() + (it.getValue() == 1 ? "" : "*" + it.getValue()))
                .collect(Collectors.joining(" "));
    return String.join(
        "\t",
        key.function(),
        key.what(),
        instance,
        "" + bill.reads(),
        "" + bill.writes(),
        "" + bill.deletes(),
        "" + bill.messages(),
        calls,
        String.join(" ", events));
  }

  private static List<String> lines() throws Exception {
    var lines = new ArrayList<String>();
    for (boolean isCold : List.of(false, true)) {
      var bills = Tour.bills(isCold);
      bills
          .all()
          .forEach(
              (key, bill) ->
                  lines.add(line(key, isCold ? "cold" : "warm", bill, bills.events(key))));
    }
    lines.sort(Comparator.naturalOrder());
    return lines;
  }

  @Test
  void everythingCostsWhatTheTableSays() throws Exception {
    var lines = lines();
    if (Boolean.getBoolean("golden.write")) {
      var head = HEAD + String.join("\t", COLUMNS) + "\n";
      Files.writeString(FILE, head + String.join("\n", lines) + "\n");
    }
    assertEquals(
        comparable(table()),
        comparable(lines),
        "Something costs more, or less, than deploy/docs/bill.tsv says: make it cheaper again, or"
            + " write the table with -Dgolden.write=true and run deploy/generate.");
  }

  private static List<String> table() throws Exception {
    return Files.readAllLines(FILE).stream()
        .filter(line -> !line.startsWith("#") && !line.startsWith(COLUMNS.getFirst() + "\t"))
        .toList();
  }

  /** Without what a new service, or one that is gone, has changed of the audit log. */
  private static String comparable(List<String> lines) throws Exception {
    var there = Restaurant.SYSTEM.functions().stream().map(FunctionSpec::name).toList();
    var known = table().stream().map(RestaurantBillTest::function).collect(Collectors.toSet());
    boolean isWhole = known.equals(Set.copyOf(there));
    return lines.stream()
        .filter(line -> known.contains(function(line)) && there.contains(function(line)))
        .filter(line -> isWhole || !function(line).startsWith("audit-"))
        .collect(Collectors.joining("\n"));
  }

  private static String function(String line) {
    return line.substring(0, line.indexOf('\t'));
  }

  /** Each command has a request in the OpenAPI document, so that it has a bill. */
  @Test
  void noCommandIsWithoutABill() throws Exception {
    var table = Files.readString(FILE);
    for (var operation : Operation.all(OpenApi.load().tree())) {
      if (!table.contains("\n" + operation.function() + "\t")) {
        // Of a new service: the table is written when somebody asks for it.
        continue;
      }
      for (var command : commands(operation)) {
        var line = "\n%s\t%s\twarm\t".formatted(operation.function(), command);
        assertTrue(table.contains(line), command);
      }
    }
  }

  private static List<String> commands(Operation operation) {
    var schema = operation.tree().at("/requestBody/content/application~1json/schema/$ref").asText();
    var types = operation.document().at(schema.replaceFirst("^#", "") + "/discriminator/mapping");
    return types.propertyStream().map(Map.Entry::getKey).toList();
  }
}
