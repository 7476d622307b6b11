package library;

import dev.eventfold.events.EventTypes;

/** What happened to a loan. */
public sealed interface LoanEvent {

  EventTypes<LoanEvent> TYPES =
      EventTypes.<LoanEvent>own()
          .add("bookLent", BookLent.class)
          .add("bookReturned", BookReturned.class);

  record BookLent(String title, String reader) implements LoanEvent {}

  record BookReturned() implements LoanEvent {}
}
