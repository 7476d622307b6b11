package restaurant.system;

import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import restaurant.audit.Audit;
import restaurant.customers.Customers;
import restaurant.menu.Menu;
import restaurant.orders.Orders;
import restaurant.payments.Payments;

/**
 * The system: every service of the restaurant. The local run, the deployment, the operator's tools,
 * the simulator and the audit log look at what is named here, and at nothing else.
 */
public final class Restaurant {

  private static final List<Service> SERVICES =
      List.of(
          Menu.SERVICE, //
          Customers.SERVICE,
          Payments.SERVICE,
          Orders.SERVICE);

  public static final Topology SYSTEM = keepingTheLogFor(Audit.retention());

  private Restaurant() {}

  /**
   * The same for who must write the log as the functions of another process do.
   *
   * @param retention for how long the audit log, which keeps the events of all others, keeps them
   */
  public static Topology keepingTheLogFor(Duration retention) {
    var sources = SERVICES.stream().filter(Service::isWriter).map(Service::name).toList();
    var audit = Audit.of(sources, retention);
    return new Topology(Stream.concat(SERVICES.stream(), Stream.of(audit)).toList());
  }
}
