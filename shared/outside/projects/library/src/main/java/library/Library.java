package library;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.projections.Feed;

/** The library's one service. */
public final class Library {

  static final Feed<LoanEvent, LoanView> FROM_LOANS =
      Feed.of(LoanView.VIEW, "loans", LoanEvent.TYPES, new LoanView.FromLoans());

  public static final Service LOANS =
      Service.named("loans")
          .decides(
              Aggregate.of(new Loan(), LoanEvent.TYPES), LoanCommand.TYPES, CommandAccess.staff())
          .fedBy(FROM_LOANS)
          .answers(
              Resource.at("/loans", FROM_LOANS)
                  .filter("reader", Kind.TEXT)
                  .orderedBy("reader")
                  .build())
          .runAs(LoansFunction.class, LoansPublisher.class);

  private Library() {}
}
