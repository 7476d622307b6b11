package library;

import dev.eventfold.gcp.service.ServicePublisher;

/** The entry point of the publisher. */
public final class LoansPublisher extends ServicePublisher {

  public LoansPublisher() {
    super(Library.LOANS);
  }
}
