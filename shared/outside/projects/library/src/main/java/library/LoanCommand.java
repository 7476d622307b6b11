package library;

import dev.eventfold.commands.CommandTypes;

/** What a librarian does. */
public sealed interface LoanCommand {

  CommandTypes<LoanCommand> TYPES =
      new CommandTypes<LoanCommand>()
          .creates("lendBook", LendBook.class)
          .changes("returnBook", ReturnBook.class);

  record LendBook(String title, String reader) implements LoanCommand {}

  record ReturnBook() implements LoanCommand {}
}
