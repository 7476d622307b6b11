package library;

import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.Map;
import java.util.Optional;
import library.LoanEvent.BookLent;
import library.LoanEvent.BookReturned;

/** A loan as librarians see it. */
public record LoanView(String title, String reader, boolean isOut) {

  static final View<LoanView> VIEW =
      new View<>("loans", LoanView.class, loan -> Map.of("reader", loan.reader()));

  /** How it follows from the loan's events. */
  public static final class FromLoans implements Projection<LoanEvent, LoanView> {

    @Override
    public Optional<LoanView> evolve(
        String document, Optional<LoanView> view, TypedEvent<LoanEvent> event) {
      return switch (event.event()) {
        case BookLent(var title, var reader) -> Optional.of(new LoanView(title, reader, true));
        case BookReturned back ->
            view.map(loan -> new LoanView(loan.title(), loan.reader(), false));
      };
    }
  }
}
