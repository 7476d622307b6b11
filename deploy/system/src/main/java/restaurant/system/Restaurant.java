package restaurant.system;

import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import java.util.List;
import java.util.stream.Stream;
import restaurant.audit.Audit;
import restaurant.customers.Customers;
import restaurant.menu.Menu;
import restaurant.orders.Orders;

/**
 * The system: every service of the restaurant. The local run, the deployment, the operator's tools,
 * the simulator and the audit log look at what is named here, and at nothing else.
 */
public final class Restaurant {

  private static final List<Service> SERVICES =
      List.of(
          Menu.SERVICE, //
          Customers.SERVICE,
          Orders.SERVICE);

  public static final Topology SYSTEM = withAudit(SERVICES);

  private Restaurant() {}

  /** The audit log keeps the events of all others. */
  private static Topology withAudit(List<Service> services) {
    var audit = Audit.of(services.stream().filter(Service::isWriter).map(Service::name).toList());
    return new Topology(Stream.concat(services.stream(), Stream.of(audit)).toList());
  }
}
