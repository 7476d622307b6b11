package restaurant.simulation;

import static dev.eventfold.simulation.choices.Violation.violated;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.clients.Attempt;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.DomainRules;
import dev.eventfold.simulation.world.Journal;
import dev.eventfold.simulation.world.Ledger;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The restaurant's rules, told once more and in another way: stored events must keep them. */
final class RestaurantRules implements DomainRules {

  private static final String RULE = "stored events keep the rules";

  private record Line(String menuItemId, BigDecimal price, int quantity) {}

  @Override
  public void check(Journal journal) {
    journal.of("menu").forEach(RestaurantRules::menuItem);
    journal.of("customers").forEach(RestaurantRules::customer);
    var emails = new HashSet<String>();
    for (var customer : remaining(journal)) {
      keep(emails.add(email(customer)), customer.getFirst());
    }
    journal.of("orders").forEach(RestaurantRules::order);
  }

  @Override
  public void check(Ledger ledger, Journal journal) {
    new PaymentRules(ledger, journal).check();
  }

  /** Those who are not erased. */
  private static List<List<RecordedEvent>> remaining(Journal journal) {
    return journal.of("customers").stream().filter(it -> !has(it, "customerErased")).toList();
  }

  private static String email(List<RecordedEvent> customer) {
    return canonical(customer.getFirst().payload().path("email").asText());
  }

  private static void keep(boolean kept, RecordedEvent event) {
    if (!kept) {
      throw violated(
          RULE, "%s %s at %s@%d", event.type(), event.payload(), event.stream(), event.version());
    }
  }

  private static void menuItem(List<RecordedEvent> events) {
    boolean isOnMenu = false;
    for (var event : events) {
      boolean comes = Set.of("menuItemAdded", "menuItemBroughtBack").contains(event.type());
      keep(isOnMenu != comes, event);
      keep(event.version() == 1 == event.type().equals("menuItemAdded"), event);
      isOnMenu = !event.type().equals("menuItemRemoved");
    }
    if (events.stream().filter(event -> event.type().equals("menuItemAdded")).count() != 1) {
      throw violated(RULE, "added twice: %s", events.getFirst().stream());
    }
  }

  private static void customer(List<RecordedEvent> events) {
    var nicknames = new HashSet<String>();
    for (var event : events) {
      keep(event.version() == 1 == event.type().equals("customerSignedUp"), event);
      keep(!event.type().equals("customerErased") || event == events.getLast(), event);
      if (event.type().equals("addressAdded")) {
        keep(nicknames.add(event.payload().path("nickname").asText()), event);
      }
    }
  }

  private static void order(List<RecordedEvent> events) {
    var lines = new LinkedHashMap<String, Line>();
    boolean isOpen = false;
    for (var event : events) {
      var payload = event.payload();
      keep(event.version() == 1 == event.type().equals("orderOpened"), event);
      keep(event.version() == 1 || isOpen || isOfPayment(event), event);
      isOpen |= event.version() == 1;
      var id = payload.path("orderItemId").asText();
      switch (event.type()) {
        case "itemAddedToOrder" -> {
          var price = new BigDecimal(payload.path("price").path("amount").asText());
          var line =
              new Line(
                  payload.path("menuItemId").asText(), price, payload.path("quantity").asInt());
          keep(lines.put(id, line) == null, event);
        }
        case "itemRemovedFromOrder" -> keep(lines.remove(id) != null, event);
        case "orderPlaced" -> {
          placed(event, lines);
          isOpen = false;
        }
        case "orderCanceled" -> isOpen = false;
        default -> {}
      }
    }
  }

  /** Whether only what comes of a payment may follow the end of an order. */
  private static boolean isOfPayment(RecordedEvent event) {
    return Set.of("orderConfirmed", "orderRefunded").contains(event.type())
        || event.type().equals("orderCanceled") && event.payload().has("reason");
  }

  private static void placed(RecordedEvent event, LinkedHashMap<String, Line> lines) {
    var payload = event.payload();
    var total = BigDecimal.ZERO;
    int item = 0;
    keep(!lines.isEmpty() && payload.path("items").size() == lines.size(), event);
    for (var line : lines.values()) {
      var placed = payload.path("items").path(item++);
      keep(placed.path("menuItemId").asText().equals(line.menuItemId()), event);
      keep(placed.path("quantity").asInt() == line.quantity(), event);
      total = total.add(line.price().multiply(BigDecimal.valueOf(line.quantity())));
    }
    keep(
        total.compareTo(new BigDecimal(payload.path("total").path("amount").asText())) == 0, event);
  }

  @Override
  public boolean mayRefuse(Attempt attempt, List<RecordedEvent> stream, Journal journal) {
    var command = attempt.intent().command();
    if (!RestaurantScenario.TOLD.contains(command.service())) {
      return true;
    }
    return switch (attempt.reason()) {
      case "Order must be open." -> has(stream, "orderPlaced") || has(stream, "orderCanceled");
      case "Order must have at least one item." ->
          count(stream, "itemAddedToOrder") == count(stream, "itemRemovedFromOrder");
      case "Order item not found." -> !hasLine(stream, command.field("orderItemId").asText());
      case "Address nickname must be unique." ->
          stream.stream()
              .anyMatch(
                  event ->
                      event.type().equals("addressAdded")
                          && event.payload().path("nickname").equals(command.field("nickname")));
      case "Customer was erased." -> has(stream, "customerErased");
      case "Email is already taken." -> isTaken(command.field("email").asText(), attempt, journal);
      case "Item is active." ->
          count(stream, "menuItemRemoved") == count(stream, "menuItemBroughtBack");
      case NextMenu.TOO_DEAR ->
          new BigDecimal(command.field("price").asText())
                  .compareTo(new BigDecimal(NextMenu.DEAREST))
              > 0;
      case "Item is inactive." ->
          command.service().equals("orders") || has(stream, "menuItemRemoved");
      case "Order not found." -> stream.isEmpty();
      default -> true;
    };
  }

  private static boolean has(List<RecordedEvent> stream, String type) {
    return count(stream, type) > 0;
  }

  private static long count(List<RecordedEvent> stream, String type) {
    return stream.stream().filter(event -> event.type().equals(type)).count();
  }

  private static boolean hasLine(List<RecordedEvent> stream, String line) {
    boolean has = false;
    for (var event : stream) {
      if (event.payload().path("orderItemId").asText().equals(line)) {
        has = event.type().equals("itemAddedToOrder");
      }
    }
    return has;
  }

  private static boolean isTaken(String email, Attempt attempt, Journal journal) {
    return journal.of("customers").stream()
        .map(List::getFirst)
        .anyMatch(
            event ->
                event.payload().path("email").asText().equalsIgnoreCase(email)
                    && !event.metadata().correlationId().equals(attempt.intent().id()));
  }

  @Override
  public boolean mayDecideNothing(Command command) {
    return !RestaurantScenario.TOLD.contains(command.service())
        || command.type().equals("eraseCustomer");
  }

  /** A reservation without its event is seen only when somebody asks for the value. */
  @Override
  public List<Command> mustBeAccepted(Journal journal) {
    var owned = new HashSet<String>();
    remaining(journal).forEach(customer -> owned.add(email(customer)));
    return RestaurantClient.EMAILS.stream()
        .filter(email -> owned.add(canonical(email)))
        .map(
            email ->
                Command.creates(
                    "customers",
                    "signUpCustomer",
                    Json.TOLERANT.createObjectNode().put("name", "probe").put("email", email)))
        .toList();
  }

  private static String canonical(String email) {
    return email.toLowerCase(Locale.ROOT);
  }
}
