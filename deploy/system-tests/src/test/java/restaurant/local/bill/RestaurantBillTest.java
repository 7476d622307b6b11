package restaurant.local.bill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.metering.Bill;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.gcp.service.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    var watched = watched();
    return lines.stream()
        .filter(line -> watched.contains(function(line)))
        .collect(Collectors.joining("\n"));
  }

  /**
   * The functions whose bills are written down: those of services that the table knows. A new one
   * is in it when somebody asks for it.
   */
  private static List<String> watched() throws Exception {
    var inTable = table().stream().map(RestaurantBillTest::function).collect(Collectors.toSet());
    var services =
        Restaurant.SYSTEM.services().stream()
            .filter(it -> it.functions().stream().anyMatch(row -> inTable.contains(row.name())))
            .toList();
    var sources = services.stream().map(Service::topic).toList();
    boolean isWhole =
        services.equals(Restaurant.SYSTEM.services())
            && inTable.stream().allMatch(RestaurantBillTest::isThere);
    return services.stream()
        .flatMap(service -> service.functions().stream())
        .filter(row -> row.topic().stream().allMatch(sources::contains))
        .map(FunctionSpec::name)
        .filter(name -> isWhole || !name.startsWith("audit-"))
        .toList();
  }

  private static boolean isThere(String function) {
    return Restaurant.SYSTEM.functions().stream().anyMatch(row -> row.name().equals(function));
  }

  private static String function(String line) {
    return line.substring(0, line.indexOf('\t'));
  }

  /** Each command has a request in the OpenAPI document, so that it has a bill. */
  @Test
  void nothingThatIsWatchedIsWithoutABill() throws Exception {
    var table = table();
    var watched = watched();
    assertEquals(
        List.of(),
        watched.stream()
            .filter(name -> table.stream().noneMatch(line -> function(line).equals(name)))
            .toList());
    for (var operation : Operation.all(OpenApi.load().tree())) {
      if (watched.contains(operation.function())) {
        for (var command : commands(operation)) {
          var begin = "%s\t%s\twarm\t".formatted(operation.function(), command);
          assertTrue(table.stream().anyMatch(line -> line.startsWith(begin)), command);
        }
      }
    }
  }

  private static List<String> commands(Operation operation) {
    var schema = operation.tree().at("/requestBody/content/application~1json/schema/$ref").asText();
    var types = operation.document().at(schema.replaceFirst("^#", "") + "/discriminator/mapping");
    return types.propertyStream().map(Map.Entry::getKey).toList();
  }
}
