package restaurant.payments;

import dev.eventfold.gcp.service.ServicePublisher;

/** The entry point of what publishes the events of {@link Payments}. */
public final class PaymentsPublisher extends ServicePublisher {

  public PaymentsPublisher() {
    super(Payments.SERVICE);
  }
}
