package library;

import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.Scenario;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.Turn;

/** Librarians who lend books and take them back. */
record Lending(Service loans) implements Scenario {

  @Override
  public Topology system() {
    return Topology.of(loans);
  }

  @Override
  public Command command(Turn turn) {
    var lent = turn.known().of("loans");
    var nothing = Json.TOLERANT.createObjectNode();
    if (lent.isEmpty() || turn.choices().chance(400)) {
      var book = nothing.put("title", "book " + turn.number()).put("reader", turn.client());
      return Command.creates("loans", "lendBook", book);
    }
    return Command.changes("loans", "returnBook", turn.one(lent), nothing);
  }
}
