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
    var text = HEAD + String.join("\t", COLUMNS) + "\n" + String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(FILE, text);
      return;
    }
    assertEquals(
        Files.readString(FILE),
        text,
        () ->
            "Something costs more, or less, than deploy/docs/bill.tsv says: make it cheaper again, or"
                + " write the table with -Dgolden.write=true and run deploy/generate.");
  }

  /** Each has a request in the OpenAPI document, and each function is called by one. */
  @Test
  void nothingIsWithoutABill() throws Exception {
    var table = Files.readString(FILE);
    var all = Restaurant.SYSTEM.functions().stream().map(FunctionSpec::name).toList();
    assertEquals(List.of(), all.stream().filter(it -> !table.contains("\n" + it + "\t")).toList());
    for (var operation : Operation.all(OpenApi.load().tree())) {
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
