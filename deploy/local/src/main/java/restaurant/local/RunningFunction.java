package restaurant.local;

import dev.eventfold.emulators.Ports;
import dev.eventfold.gcp.service.FunctionSpec;
import java.net.URI;
import java.util.Optional;

/** A function that is served over HTTP. */
interface RunningFunction extends AutoCloseable {

  FunctionSpec row();

  int port();

  /** Why it does not run any more; empty while it does. */
  Optional<String> failure();

  /** Ends it as a crash would, without a word; in this process, as well as can be. */
  void kill();

  @Override
  void close();

  default URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Whether its port is open, which it is once the function has been made. */
  default boolean isUp() {
    return Ports.isOpen(uri().getAuthority());
  }
}
