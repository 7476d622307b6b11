package restaurant.audit;

import dev.eventfold.gcp.service.ServiceFunction;

/** The entry point of every HTTP function of {@link Audit}. */
public final class AuditFunction extends ServiceFunction {

  public AuditFunction() {
    super(Audit.service());
  }
}
