package restaurant.ops.processes;

import dev.eventfold.gcp.Backend;
import dev.eventfold.processes.ProcessManager;
import java.util.List;
import restaurant.system.Restaurant;

/** The process of a service, as its functions run it. */
record RunningProcess(String service, ProcessManager<?, ?> manager) {

  /** Those of the system, in its order. */
  static List<RunningProcess> all(Backend backend) {
    return Restaurant.SYSTEM.services().stream()
        .flatMap(
            service ->
                service.manager(backend).stream()
                    .map(manager -> new RunningProcess(service.name(), manager)))
        .toList();
  }
}
