package library;

import dev.eventfold.commands.Rejection;
import dev.eventfold.testing.DeciderSpecification;
import dev.eventfold.testing.DomainPurity;
import dev.eventfold.testing.ProjectionSpecification;
import library.LoanCommand.LendBook;
import library.LoanCommand.ReturnBook;
import library.LoanEvent.BookLent;
import library.LoanEvent.BookReturned;
import org.junit.jupiter.api.Test;

class LoanTest {

  private final DeciderSpecification<LoanCommand, LoanEvent, Loan.State> loan =
      DeciderSpecification.of(new Loan());
  private final ProjectionSpecification<LoanEvent, LoanView> view =
      ProjectionSpecification.of(new LoanView.FromLoans(), LoanEvent.TYPES);

  @Test
  void aBookIsLent() {
    loan.given().when(new LendBook("Emma", "ann")).then(new BookLent("Emma", "ann"));
  }

  @Test
  void aBookHasATitle() {
    loan.given()
        .when(new LendBook(" ", "ann"))
        .thenRejected(Rejection.Kind.INVALID, "Title must be present.");
  }

  @Test
  void whatIsBackIsReturnedNoMore() {
    loan.given(new BookLent("Emma", "ann"), new BookReturned()).when(new ReturnBook()).then();
  }

  @Test
  void theViewSaysWhetherItIsOut() {
    view.given(new BookLent("Emma", "ann")).thenShows(new LoanView("Emma", "ann", true));
    view.given(new BookLent("Emma", "ann"), new BookReturned())
        .thenShows(new LoanView("Emma", "ann", false));
  }

  @Test
  void theDomainIsPure() {
    DomainPurity.check(
        Loan.class,
        LoanCommand.class,
        LoanEvent.class,
        LoanView.class,
        SimulationTest.Forgetful.class,
        SimulationTest.Discreet.class);
  }
}
