package restaurant.local;

import dev.eventfold.gcp.service.FunctionSpec;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** What stands in for Google Cloud: stores, triggers and the bus. */
interface Platform extends AutoCloseable {

  /** The settings that functions on it need, by the names of environment variables. */
  Map<String, String> settings();

  /** One line for people. */
  String description();

  /** Whether functions may run in processes of their own. */
  boolean allowsIsolation();

  /** Has a function called for what it is there for: its trigger or its subscription. */
  void connect(FunctionSpec row, URI function);

  /** What brings events to functions. */
  Deliveries deliveries();

  /** Why it does not work any more; empty while it does. */
  Optional<String> failure();

  @Override
  void close();
}
