package restaurant.local.functions;

import dev.eventfold.gcp.service.FunctionName;
import dev.eventfold.gcp.service.FunctionSpec;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A function beside others; its settings are system properties. */
record InThisProcess(FunctionSpec row, int port, FunctionServer server, AtomicBoolean closed)
    implements RunningFunction {

  /**
   * @param port 0 for any that is free
   */
  static RunningFunction start(FunctionSpec row, int port) throws Exception {
    var server =
        FunctionName.during(row.name(), () -> FunctionServer.start(row.entryPoint(), port));
    return new InThisProcess(row, server.port(), server, new AtomicBoolean());
  }

  @Override
  public Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  public void kill() {
    close();
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      server.close();
    }
  }
}
