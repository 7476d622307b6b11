package library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.Decider;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.simulation.Campaign;
import dev.eventfold.simulation.Scenario;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.Turn;
import java.util.List;
import java.util.Optional;
import library.LoanEvent.BookLent;
import library.LoanEvent.BookReturned;
import org.junit.jupiter.api.Test;

/** The toolkit's simulator runs the library, and finds what is wrong in one that is not right. */
class SimulationTest {

  private static final long SEEDS = 300;

  @Test
  void noScheduleBreaksTheLibrary() {
    assertNothingBreaks(new Lending(Library.LOANS));
  }

  @Test
  void noScheduleBreaksWhatTheLibraryPromises() {
    assertNothingBreaks(new StrictLending(Library.LOANS));
  }

  @Test
  void aDeciderThatForgetsThatABookIsBackIsFound() {
    var loans = service(new Forgetful(), Library.FROM_LOANS);

    assertEquals("a book comes back once", whatBreaks(new StrictLending(loans)));
  }

  @Test
  void aProjectionThatForgetsTheReaderOfABookThatIsBackIsFound() {
    var feed = Feed.of(LoanView.VIEW, "loans", LoanEvent.TYPES, new Discreet());

    assertEquals(
        "a view is the fold of its events",
        whatBreaks(new StrictLending(service(new Loan(), feed))));
  }

  @Test
  void aScenarioThatFailsIsNotTakenForOneThatHolds() {
    var campaign = Campaign.of(new Speechless());

    assertThrows(IllegalStateException.class, () -> campaign.run(SEEDS));
  }

  private static void assertNothingBreaks(Scenario scenario) {
    var result = Campaign.of(scenario).run(SEEDS);

    assertEquals(Optional.empty(), result.failure());
    assertEquals(SEEDS, result.runs());
  }

  private static String whatBreaks(Scenario scenario) {
    var campaign = Campaign.of(scenario);
    var failure = campaign.run(SEEDS).failure().orElseThrow();

    var trace = campaign.shrink(failure.seed()).trace();

    assertTrue(trace.contains("VIOLATED: " + failure.violation().invariant()), trace::toString);
    return failure.violation().invariant();
  }

  private static Service service(
      Decider<LoanCommand, LoanEvent, Loan.State> loan, Feed<LoanEvent, LoanView> feed) {
    return Service.named("loans")
        .decides(Aggregate.of(loan, LoanEvent.TYPES), LoanCommand.TYPES, CommandAccess.staff())
        .fedBy(feed)
        .answers(Resource.at("/loans", feed).build())
        .runAs(LoansFunction.class, LoansPublisher.class);
  }

  /** Its clients fail to say what they want. */
  private record Speechless() implements Scenario {

    @Override
    public Topology system() {
      return Topology.of(Library.LOANS);
    }

    @Override
    public Command command(Turn turn) {
      throw new UnsupportedOperationException();
    }
  }

  /** Takes a book back as often as somebody brings it. */
  static final class Forgetful implements Decider<LoanCommand, LoanEvent, Loan.State> {

    private final Loan loan = new Loan();

    @Override
    public Loan.State initial() {
      return loan.initial();
    }

    @Override
    public List<LoanEvent> decide(Loan.State state, LoanCommand command) {
      return loan.decide(state, command);
    }

    @Override
    public Loan.State evolve(Loan.State state, LoanEvent event) {
      return Loan.State.OUT;
    }
  }

  /** Shows nobody who had it. */
  static final class Discreet implements Projection<LoanEvent, LoanView> {

    @Override
    public Optional<LoanView> evolve(
        String document, Optional<LoanView> view, TypedEvent<LoanEvent> event) {
      return switch (event.event()) {
        case BookLent(var title, var reader) -> Optional.of(new LoanView(title, reader, true));
        case BookReturned back -> view.map(loan -> new LoanView(loan.title(), "", false));
      };
    }
  }
}
