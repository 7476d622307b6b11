package restaurant.local.functions;

import dev.eventfold.emulators.Ports;
import dev.eventfold.gcp.service.FunctionSpec;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A function that is served over HTTP. */
public interface RunningFunction extends AutoCloseable {

  /**
   * Starts it beside others; its settings are system properties.
   *
   * @param port 0 for any that is free
   */
  static RunningFunction inThisProcess(FunctionSpec row, int port) throws Exception {
    return InThisProcess.start(row, port);
  }

  /** Starts it in a process of its own; its settings are environment variables. */
  static RunningFunction inItsOwnProcess(FunctionSpec row, int port, Map<String, String> settings) {
    return InItsOwnProcess.start(row, port, settings);
  }

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
