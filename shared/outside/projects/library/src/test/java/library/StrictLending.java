package library;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.projections.Feed;
import dev.eventfold.simulation.Scenario;
import dev.eventfold.simulation.choices.Violation;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.DomainRules;
import dev.eventfold.simulation.clients.Turn;
import dev.eventfold.simulation.views.ExpectedViews;
import dev.eventfold.simulation.views.ViewFold;
import dev.eventfold.simulation.world.Journal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The same, with what a library promises and what it shows told once more, by hand. */
record StrictLending(Service loans) implements Scenario {

  @Override
  public Topology system() {
    return Topology.of(loans);
  }

  @Override
  public Command command(Turn turn) {
    return new Lending(loans).command(turn);
  }

  @Override
  public DomainRules rules() {
    return new DomainRules() {
      @Override
      public void check(Journal journal) {
        for (var loan : journal.of("loans")) {
          if (returns(loan) > 1) {
            throw Violation.violated("a book comes back once", "%s", loan);
          }
        }
      }
    };
  }

  @Override
  public ViewFold fold() {
    return new ViewFold() {
      @Override
      public void fold(Journal journal, ExpectedViews views) {
        journal.of("loans").forEach(loan -> views.put("loans", shown(loan)));
      }

      @Override
      public Set<String> documents(Feed<?, ?> feed, RecordedEvent event) {
        return Set.of(event.stream());
      }
    };
  }

  private static Document.Content shown(List<RecordedEvent> loan) {
    ObjectNode shown = loan.getFirst().payload().deepCopy();
    shown.put("isOut", returns(loan) == 0);
    return new Document.Content(
        loan.getFirst().stream(),
        loan.size(),
        Optional.of(shown),
        Map.of("reader", shown.get("reader").asText()));
  }

  private static long returns(List<RecordedEvent> loan) {
    return loan.stream().filter(event -> event.type().equals("bookReturned")).count();
  }
}
