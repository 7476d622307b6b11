package restaurant.simulation;

import static restaurant.simulation.Invariants.violated;

import dev.eventfold.events.RecordedEvent;
import java.math.BigDecimal;
import java.util.List;

/**
 * A command may only be refused for what was true at some moment between its coming and its answer.
 * What orders only know from copies may be out of date, and is not looked at here.
 */
final class Refusals {

  private final Journal journal;
  private final List<Intent> intents;

  Refusals(Journal journal, List<Intent> intents) {
    this.journal = journal;
    this.intents = intents;
  }

  void check(Attempt attempt) {
    var intent = attempt.intent();
    var all = intent.aggregateId().map(journal::stream).orElse(List.of());
    for (int version = attempt.versionBefore(); version <= attempt.versionAfter(); version++) {
      if (isTrue(attempt, all.subList(0, version))) {
        return;
      }
    }
    throw violated(
        "a command is refused for what is so",
        "%s: %d %s",
        intent,
        attempt.status(),
        attempt.reason());
  }

  private boolean isTrue(Attempt attempt, List<RecordedEvent> stream) {
    var intent = attempt.intent();
    return switch (attempt.reason()) {
      case "Order must be open." -> has(stream, "orderPlaced") || has(stream, "orderCanceled");
      case "Order must have at least one item." ->
          count(stream, "itemAddedToOrder") == count(stream, "itemRemovedFromOrder");
      case "Order item not found." -> !hasLine(stream, intent.field("orderItemId").asText());
      case "Address nickname must be unique." ->
          stream.stream()
              .anyMatch(
                  event ->
                      event.type().equals("addressAdded")
                          && event.payload().path("nickname").equals(intent.field("nickname")));
      case "Email is already taken." -> isTaken(intent.field("email").asText(), attempt);
      case "Item is active." ->
          count(stream, "menuItemRemoved") == count(stream, "menuItemBroughtBack");
      case NextMenu.TOO_DEAR ->
          new BigDecimal(intent.field("price").asText()).compareTo(new BigDecimal(NextMenu.DEAREST))
              > 0;
      case "Item is inactive." ->
          intent.service().equals("orders") || has(stream, "menuItemRemoved");
      case "Order not found." -> stream.isEmpty();
      case "The Idempotency-Key was used for another command." -> isReused(intent);
      default -> attempt.status() != 412 || stream.size() != intent.ifMatch().getAsInt();
    };
  }

  private boolean isReused(Intent intent) {
    return intents.stream()
        .anyMatch(
            other ->
                other.client().equals(intent.client())
                    && other.key().equals(intent.key())
                    && !other.id().equals(intent.id()));
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

  private boolean isTaken(String email, Attempt attempt) {
    return journal.of("customers").stream()
        .map(List::getFirst)
        .anyMatch(
            event ->
                event.payload().path("email").asText().equalsIgnoreCase(email)
                    && !event.metadata().correlationId().equals(attempt.intent().id()));
  }
}
