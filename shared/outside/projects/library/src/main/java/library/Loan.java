package library;

import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.commands.Rules;
import java.util.List;
import library.LoanCommand.LendBook;
import library.LoanCommand.ReturnBook;
import library.LoanEvent.BookLent;
import library.LoanEvent.BookReturned;

/** One book, lent once. */
public final class Loan implements Decider<LoanCommand, LoanEvent, Loan.State> {

  private static final int MAX_LENGTH = 200;

  public enum State {
    NONE,
    OUT,
    BACK
  }

  @Override
  public State initial() {
    return State.NONE;
  }

  @Override
  public List<LoanEvent> decide(State state, LoanCommand command) {
    return switch (command) {
      case LendBook(var title, var reader) -> {
        new Rules()
            .text(title, "title", "Title", MAX_LENGTH)
            .text(reader, "reader", "Reader", MAX_LENGTH)
            .check();
        yield List.of(new BookLent(title, reader));
      }
      case ReturnBook back ->
          switch (state) {
            case NONE -> throw Rejection.notFound("Loan not found.");
            case OUT -> List.of(new BookReturned());
            case BACK -> List.of();
          };
    };
  }

  @Override
  public State evolve(State state, LoanEvent event) {
    return switch (event) {
      case BookLent lent -> State.OUT;
      case BookReturned back -> State.BACK;
    };
  }
}
