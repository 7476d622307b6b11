package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Outside;
import dev.eventfold.simulation.choices.Choices;

/** Who charges, gives back and sends receipts, and now and then does not. */
final class Bank {

  private static final int DECLINED = 200;
  private static final int NO_ADDRESS = 100;

  private Bank() {}

  static JsonNode does(String effect, JsonNode request, Choices choices) {
    switch (effect) {
      case "charge" -> {
        if (choices.chance(DECLINED)) {
          throw new Outside.Refused("Card declined.");
        }
      }
      case "receipt" -> {
        if (choices.chance(NO_ADDRESS)) {
          throw new Outside.Refused("No address.");
        }
      }
      case "refund" -> {}
      default -> throw new IllegalStateException(effect + " is nothing that a bank does");
    }
    return Json.TOLERANT.createObjectNode().put("did", effect);
  }
}
