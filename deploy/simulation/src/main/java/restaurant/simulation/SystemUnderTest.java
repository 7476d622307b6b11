package restaurant.simulation;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.projections.Feed;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import restaurant.system.Restaurant;

/** The functions of the system; where there is a next version of a service, those too. */
final class SystemUnderTest {

  private static final Topology SYSTEM = Restaurant.SYSTEM;

  /** What a service will be. */
  private static final Map<String, Service> NEXT = Map.of("menu", NextMenu.SERVICE);

  /** The names of those that have events. */
  static final List<String> SERVICES = SYSTEM.writers().stream().map(Service::name).toList();

  static final List<Feed<?, ?>> FEEDS = SYSTEM.feeds();

  /** The feeds of each view, by its name. */
  static final Map<String, List<Feed<?, ?>>> VIEWS = SYSTEM.views();

  /** The same of the next version. */
  static final Map<String, List<Feed<?, ?>>> NEXT_VIEWS =
      new Topology(SYSTEM.services().stream().map(it -> NEXT.getOrDefault(it.name(), it)).toList())
          .views();

  private SystemUnderTest() {}

  /** All of a kind. */
  static Stream<FunctionSpec> functions(FunctionKind kind) {
    return SYSTEM.functions().stream().filter(it -> it.kind() == kind);
  }

  /** An instance of an HTTP function. */
  static HttpFunction http(FunctionSpec function, Backend backend) {
    return SYSTEM.service(function.service()).http(function.name(), backend);
  }

  /** The same of the next version. */
  static HttpFunction next(FunctionSpec function, Backend backend) {
    return NEXT.get(function.service()).http(function.name(), backend);
  }

  static boolean hasNext(FunctionSpec function) {
    return NEXT.containsKey(function.service());
  }

  static CloudEventsFunction publisher(FunctionSpec function, Backend backend) {
    return SYSTEM.service(function.service()).publisher(backend);
  }

  /** What a feed gets its events by. */
  static String subscription(Feed<?, ?> feed) {
    return SYSTEM.projector(feed);
  }
}
