package library;

import dev.eventfold.gcp.service.ServiceFunction;

/** The entry point of every HTTP function. */
public final class LoansFunction extends ServiceFunction {

  public LoansFunction() {
    super(Library.LOANS);
  }
}
