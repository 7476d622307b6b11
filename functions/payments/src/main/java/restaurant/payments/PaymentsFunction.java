package restaurant.payments;

import dev.eventfold.gcp.service.ServiceFunction;

/** The entry point of every HTTP function of {@link Payments}. */
public final class PaymentsFunction extends ServiceFunction {

  public PaymentsFunction() {
    super(Payments.SERVICE);
  }
}
